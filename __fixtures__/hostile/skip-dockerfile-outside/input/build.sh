set -e
docker build -t app:build -f ../../outside/Dockerfile .
docker create --name app app:build
docker cp app:/src/app app
docker rm app
docker build -t app:latest .
