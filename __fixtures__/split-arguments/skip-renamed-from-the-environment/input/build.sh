#!/bin/sh
set -e
docker build --build-arg VERSION -t acme/wren:build -f Dockerfile.build .
docker create --name wren acme/wren:build
docker cp wren:/src/wren wren
docker rm wren
docker build --build-arg VERSION=8 -t acme/wren .
rm wren
