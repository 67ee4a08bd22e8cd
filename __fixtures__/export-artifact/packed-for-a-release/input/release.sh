#!/bin/sh
set -e
mkdir -p release
docker build -t river/otter:build -f Dockerfile.build .
docker create --name otter river/otter:build
docker cp otter:/go/src/otter/otter ./otter
docker rm otter
docker build -t river/otter .
tar -czf release/otter.tgz otter README
rm otter
