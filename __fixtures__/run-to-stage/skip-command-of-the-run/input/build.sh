#!/bin/sh
docker run --rm -v "$PWD":/src -w /src golang:1.16 go build -ldflags "-X main.when=$(date +%s)" -o app .
docker build -t app .
