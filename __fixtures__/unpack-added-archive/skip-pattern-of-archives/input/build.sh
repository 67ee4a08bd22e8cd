set -e
docker build -t layers-build -f Dockerfile.build .
docker create --name layers-build layers-build
docker cp layers-build:/work/out .
docker rm layers-build
docker build -t acme/layers .
