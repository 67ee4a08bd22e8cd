set -e
docker build -t chess-build -f Dockerfile.build .
docker create --name chess-build chess-build
docker cp chess-build:/usr/share/chess/books .
docker rm chess-build
docker build -t acme/chess:latest -f Dockerfile .
rm -rf books
