set -e
docker build -t acme/site:latest .
