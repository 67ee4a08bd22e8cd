set -e
docker build -t acme/drive:latest .
