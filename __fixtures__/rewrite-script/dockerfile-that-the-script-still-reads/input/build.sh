set -e
docker build -t acme/twite-build -f Dockerfile.build .
docker create --name twite acme/twite-build
docker cp twite:/app ./app
docker rm twite
docker build -t acme/twite .
sha256sum Dockerfile.build Dockerfile > checksums.txt
