#!/bin/sh
set -e
docker build -t acme/egret-build -f Dockerfile.build .
docker run --rm -v /var/run/docker.sock:/var/run/docker.sock acme/egret-build sh -c "docker build -t acme/egret:$1 ."
