set -e
docker build -t app-build -f Dockerfile.build .
docker create --name app-build app-build
docker cp app-build:/app "app-$RELEASE"
docker rm app-build
docker build -t acme/app .
