set -e
docker build -t acme/mapper:latest .
