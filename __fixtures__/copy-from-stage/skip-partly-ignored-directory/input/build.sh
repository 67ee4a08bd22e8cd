set -e
docker build -t lens-build -f Dockerfile.build .
docker create --name lens-build lens-build
docker cp lens-build:/src/dist .
docker rm lens-build
docker build -t acme/lens .
