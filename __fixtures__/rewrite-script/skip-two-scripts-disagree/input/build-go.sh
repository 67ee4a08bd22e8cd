#!/bin/sh
set -e
docker build -t cliff/tern:go -f Dockerfile.go .
docker create --name tern cliff/tern:go
docker cp tern:/tern tern
docker rm tern
docker build -t cliff/tern .
rm tern
