set -e
docker build -t acme/zip:latest .
