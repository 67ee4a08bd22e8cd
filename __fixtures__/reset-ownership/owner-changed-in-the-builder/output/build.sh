set -e
docker build -t acme/press:latest .
