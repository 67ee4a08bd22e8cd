#!/bin/sh
set -e
docker build -t acme/relay:build -f Dockerfile.build .
docker create --name relay-extract acme/relay:build
docker cp relay-extract:/src/relay relay
docker rm relay-extract
docker build -t acme/relay:latest .
