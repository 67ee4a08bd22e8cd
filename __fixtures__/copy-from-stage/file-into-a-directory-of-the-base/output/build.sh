set -e
docker build -t acme/desk:latest .
