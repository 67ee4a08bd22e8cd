set -e
docker build -t key-build -f Dockerfile.build .
docker create --name key-build key-build
mkdir -m 700 secret
docker cp key-build:/out/key secret/
docker rm key-build
docker build -t acme/key .
