set -e
docker build -t acme/tour:latest .
