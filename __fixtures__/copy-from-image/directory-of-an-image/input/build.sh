#!/bin/bash
set -e
NGINX_VERSION=1.21
IMAGE="nginx:${NGINX_VERSION}"

mkdir -p pages
id=$(docker create "$IMAGE")
docker cp "$id:/usr/share/nginx/html" pages
docker rm -v "$id"

docker build -t acme/error-pages:latest .
rm -rf pages
