#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker create --name plover acme/plover:build
docker cp plover:/out/data data
docker rm plover
cp -r data image
rm -rf data
docker build -t acme/plover:latest .
