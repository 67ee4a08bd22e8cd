set -e
docker build -t courier-build -f Dockerfile.build .
docker create --name courier-build courier-build
docker cp courier-build:/courier release/linux/courier
docker rm courier-build
docker build -t acme/courier .
