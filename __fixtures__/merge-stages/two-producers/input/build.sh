#!/bin/bash
set -e

rm -rf dist server

docker build -t shop/assets:build -f Dockerfile.assets .
id=$(docker create shop/assets:build)
docker cp "$id":/src/dist dist
docker rm -v "$id"

docker build -t shop/server:build -f Dockerfile.server .
id=$(docker create shop/server:build)
docker cp "$id":/go/bin/server server
docker rm -v "$id"

docker build -t shop/web:latest .
echo "shop/web is ready"
