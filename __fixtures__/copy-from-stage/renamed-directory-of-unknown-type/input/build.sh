set -e
docker build -t poster-build -f Dockerfile.build .
docker create --name poster-build poster-build
docker cp poster-build:/app/dist www
docker rm poster-build
docker build -t acme/poster:latest .
rm -r www
