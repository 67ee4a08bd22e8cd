set -e
docker build -t acme/app .
