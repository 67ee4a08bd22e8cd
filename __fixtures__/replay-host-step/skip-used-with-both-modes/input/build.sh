set -e
docker build -t token-build -f Dockerfile.build .
docker create --name token-build token-build
docker cp token-build:/out/token .
docker rm token-build
cp token token.example
chmod 600 token
docker build -t acme/token .
