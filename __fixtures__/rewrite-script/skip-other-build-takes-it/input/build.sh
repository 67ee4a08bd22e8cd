#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker run --rm -v "$PWD:/work" -w /work golang:1.16 go build -o plover .
docker create --name other acme/plover:build
docker cp other:/out/notes notes
docker rm other
docker build -t acme/plover:latest .
docker build -t acme/plover:small -f Dockerfile.small .
