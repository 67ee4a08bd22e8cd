set -e
docker build -t acme/build -f Dockerfile.build .
docker create --name box acme/build
docker cp box:/out/app.tar bundle
docker rm box
docker build -t acme/app .
