#!/bin/sh
set -e
docker build -t godwit-tools -f tools.Dockerfile .
mkdir -p staging
docker create --name tools godwit-tools
docker cp tools:/rules staging/
docker rm tools
mv staging/rules rules.txt
docker run --rm -v "$PWD":/src -w /src golang:1.12 go build -o godwit main.go
docker build -t acme/godwit .
