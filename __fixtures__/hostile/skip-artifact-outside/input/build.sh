set -e
docker build -t app:build -f Dockerfile.build .
docker create --name app app:build
docker cp app:/src/app ../outside/app
docker rm app
docker build -t app:latest .
