set -e
docker build -t acme/vendor:latest .
