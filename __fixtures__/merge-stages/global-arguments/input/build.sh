#!/bin/sh
set -e
GO_VERSION=${GO_VERSION:-1.16}
docker build --build-arg GO_VERSION="$GO_VERSION" -t tide:build -f Dockerfile.build .
docker create --name tide-build tide:build
docker cp tide-build:/src/tide .
docker rm tide-build
docker build -t tide:latest .
