set -e
docker build -t zip-build -f Dockerfile.build .
docker create --name zip-build zip-build
docker cp zip-build:/bundle.zip .
docker rm zip-build
docker build -t acme/zip:latest .
