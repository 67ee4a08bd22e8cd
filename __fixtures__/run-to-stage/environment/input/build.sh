#!/bin/sh
set -e
VERSION=${VERSION:-dev}
docker run --rm -e CGO_ENABLED=0 -e GOOS=linux -e VERSION="$VERSION" -v "$PWD":/src -w /src golang:1.16 sh -c 'go build -ldflags "-X main.version=$VERSION" -o lark .'
docker build -t lark:latest .
