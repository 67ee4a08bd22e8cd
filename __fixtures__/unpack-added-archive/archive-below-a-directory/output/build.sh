set -e
docker build -t acme/theme:latest .
