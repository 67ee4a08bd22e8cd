set -e
docker create --name base "$BASE_IMAGE"
docker cp base:/etc/tls.conf .
docker rm base
docker build -t acme/tls .
