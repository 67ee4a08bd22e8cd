set -e
docker build -t indexer-build -f Dockerfile.build .
docker create --name indexer-build -v "$PWD/cache:/out" indexer-build
docker cp indexer-build:/out/indexer .
docker rm indexer-build
docker build -t acme/indexer .
