set -e
docker build -t app-build --build-arg OUTPUT -f Dockerfile.build .
docker create --name app-build app-build
docker cp "app-build:$OUTPUT" app
docker rm app-build
docker build -t acme/app:latest .
