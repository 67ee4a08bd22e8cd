mkdir -p bin
docker build -t beacon-build -f Dockerfile.build .
docker create --name beacon-build beacon-build
docker cp beacon-build:/out/beacon bin/
docker rm beacon-build
docker build -t acme/beacon .
