#!/bin/sh
set -e
docker run --rm -v "$PWD:/work" -w /work golang:1.16 go build -o plover .
docker build -t acme/plover:latest .
