set -e
id=$(docker create debian:bullseye)
docker cp "$id:/etc" etc
docker rm "$id"
docker build -t acme/reference .
