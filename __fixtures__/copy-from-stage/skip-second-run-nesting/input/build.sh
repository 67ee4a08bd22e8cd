docker build -t wall-build -f Dockerfile.build .
docker create --name wall-build wall-build
docker cp wall-build:/wall/build ./app
docker rm wall-build
docker build -t acme/wall .
