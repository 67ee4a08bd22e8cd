#!/bin/sh
set -e
docker run --rm -v "$PWD":/src -w /src golang:1.16 go build -o stork .
docker build -t stork:latest .
tar -czf stork.tar.gz stork
