set -e
if [ ! -f app ]; then
  docker build -t app-build -f Dockerfile.build .
  docker create --name app-build app-build
  docker cp app-build:/out/app .
  docker rm app-build
fi
docker build -t acme/app .
