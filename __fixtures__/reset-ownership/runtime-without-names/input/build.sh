set -e
docker build -t seed-build -f Dockerfile.build .
docker create --name seed-build seed-build
docker cp seed-build:/home/builder/seed seed-linux
docker rm seed-build
docker build -t acme/seed:latest .
