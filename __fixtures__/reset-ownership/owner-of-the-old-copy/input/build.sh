set -e
docker build -t inbox-build -f Dockerfile.build .
docker create --name inbox-build inbox-build
docker cp inbox-build:/src/dist .
docker rm inbox-build
docker build -t acme/inbox:latest .
