#!/bin/sh
set -e
printf "key\n" > deploy-key
chmod 600 deploy-key
docker run --rm -v "$PWD":/src -w /src golang:1.16 go build -o stork stork.go
docker build -t stork:latest .
rm -f stork deploy-key
