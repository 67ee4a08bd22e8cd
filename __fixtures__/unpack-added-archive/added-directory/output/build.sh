set -e
docker build -t acme/mirror:latest .
