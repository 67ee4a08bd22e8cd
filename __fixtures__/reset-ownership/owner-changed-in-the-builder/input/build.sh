set -e
docker build -t press-build -f Dockerfile.build .
docker create --name press-build press-build
docker cp press-build:/site .
docker rm press-build
docker build -t acme/press:latest .
