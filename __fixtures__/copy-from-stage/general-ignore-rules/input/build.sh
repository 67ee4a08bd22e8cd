set -e
docker build -t slides-build -f Dockerfile.build .
docker create --name slides-build slides-build
docker cp slides-build:/slides/public .
docker rm slides-build
docker build -t acme/slides:latest .
rm -rf public
