set -e
docker build -t acme/pages:latest .
