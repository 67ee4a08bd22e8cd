set -e
docker build -t app[31m‮:build -f "Dockerfile.‮" .
docker create --name app app[31m‮:build
docker cp app:/src/app app
docker rm app
docker build -t app:latest .
