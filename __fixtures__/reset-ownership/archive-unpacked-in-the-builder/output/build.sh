set -e
docker build -t acme/chess:latest -f Dockerfile .
