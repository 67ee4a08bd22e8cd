#!/bin/sh
set -e
docker build --target builder --build-arg BUILDER_VERSION=7 -t acme/wren:build .
docker push acme/wren:build
docker build --build-arg BUILDER_VERSION=7 --build-arg VERSION=8 -t acme/wren .
