set -e
docker build -t vault-build -f Dockerfile.build .
docker create --name vault-build vault-build
docker cp vault-build:/work/vault .
docker rm vault-build
docker build -t acme/vault:latest .
rm -rf vault
