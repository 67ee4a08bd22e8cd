#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker create --name plover acme/plover:build
docker cp plover:/out/start.sh start.sh
docker rm plover
chmod +x start.sh
docker run --rm -v "$PWD:/work" -w /work golang:1.16 go build -o plover .
docker build -t acme/plover:latest .
