set -e
docker build -t acme/seed:latest .
