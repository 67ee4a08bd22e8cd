set -e
docker build -t engine-build -f Dockerfile.build .
docker create --name engine-build engine-build
docker cp engine-build:/opt/vendor/engine motor
docker rm engine-build
docker build -t acme/motor:latest .
