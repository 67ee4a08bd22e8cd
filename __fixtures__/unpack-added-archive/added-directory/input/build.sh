set -e
docker build -t mirror-build -f Dockerfile.build .
docker create --name mirror-build mirror-build
docker cp mirror-build:/mirror/pool .
docker rm mirror-build
docker build -t acme/mirror:latest .
