set -e
docker build -t acme/slides:latest .
