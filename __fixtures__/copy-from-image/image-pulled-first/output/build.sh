set -e
docker pull consul:1.11
docker build -t acme/consul:latest .
