set -e
docker build -t cell-build -f Dockerfile.build .
docker create --name cell-build cell-build
docker cp cell-build:/src/cell .
docker rm cell-build
docker build -t acme/cell:latest .
docker build -t acme/cell-tools:latest -f Dockerfile.tools .
rm cell
