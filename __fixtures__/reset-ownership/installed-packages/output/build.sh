set -e
docker build -t acme/chatter:latest .
