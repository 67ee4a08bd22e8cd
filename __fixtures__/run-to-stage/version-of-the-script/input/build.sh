#!/bin/sh
set -e
VERSION=$(cat VERSION | tr -d "v")
docker run --rm -v "$PWD":/src -w /src golang:1.16 go build -ldflags "-X main.version=$VERSION" -o egret .
docker build -t egret:latest .
