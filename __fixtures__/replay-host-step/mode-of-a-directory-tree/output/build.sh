set -e
docker build -t acme/menus:latest .
