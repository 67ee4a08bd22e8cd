set -e
docker build -t vendor-build -f Dockerfile.build .
docker create --name vendor-build vendor-build
docker cp vendor-build:/vendor.tar bundle.tar
docker rm vendor-build
docker build -t acme/vendor:latest .
rm bundle.tar
