set -e
docker build -t acme/inbox:latest .
