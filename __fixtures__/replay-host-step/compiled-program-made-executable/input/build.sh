#!/bin/sh
set -e
docker build -t ping-build -f Dockerfile.build .
docker create --name ping-build ping-build
docker cp ping-build:/go/src/ping/ping .
docker rm ping-build
chmod +x ping
docker build -t acme/ping:latest .
rm ping
