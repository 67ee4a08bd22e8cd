set -e
docker build -t acme/poster:latest .
