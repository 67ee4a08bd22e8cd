#!/bin/sh
set -e
docker build -t acme/atlas:build -f Dockerfile.build .
mkdir -p generated
id=$(docker create acme/atlas:build)
docker cp "$id:/out/." generated
docker rm "$id"
mv generated html
docker build -t acme/atlas:latest .
rm -rf html
