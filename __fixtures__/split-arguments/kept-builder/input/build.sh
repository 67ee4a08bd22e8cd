#!/bin/sh
set -e
docker build --build-arg VERSION=7 -t acme/wren:build -f Dockerfile.build .
docker create --name wren acme/wren:build
docker cp wren:/src/wren wren
docker rm wren
docker push acme/wren:build
docker build --build-arg VERSION=8 -t acme/wren .
rm wren
