#!/bin/sh
set -e
mkdir -p dist
docker build -t relay-build -f Dockerfile.build .
docker create --name relay-extract relay-build
docker export relay-extract | tar -x -C dist
docker rm relay-extract
docker build -t acme/relay:latest .
