set -e
docker build -t acme/twite .
sha256sum Dockerfile.build Dockerfile > checksums.txt
