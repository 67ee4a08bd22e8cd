#!/bin/sh
set -e
# compile in the official image
docker run --rm -v "$PWD":/usr/src/fern -w /usr/src/fern -v go-cache:/go/pkg/mod golang:1.16 go build -o fern .
docker build -t fern:latest .
rm fern
