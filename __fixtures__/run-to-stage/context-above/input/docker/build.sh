#!/bin/bash -e

echo "* compiling"
docker run --rm -v "$PWD/..":/go/src/finch -w /go/src/finch golang:1.16 go build -o docker/finch .
echo "* image"
docker build -t finch:1.0 -t finch:latest .
