set -e
docker build -t acme/flow .
