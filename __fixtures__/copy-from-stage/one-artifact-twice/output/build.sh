set -e
docker build -t acme/cell:latest .
docker build -t acme/cell-tools:latest -f Dockerfile.tools .
