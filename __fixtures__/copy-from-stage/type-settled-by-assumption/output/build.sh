set -e
docker build -t acme/tool:latest .
