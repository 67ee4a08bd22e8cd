#!/bin/sh
set -e
docker run --rm -v "$PWD/gen:/gen" -w /gen busybox:1.33 sh -c 'echo plover > plover'
docker build -t plover-build -f Dockerfile.build .
docker create --name plover plover-build
docker cp plover:/src/plover plover
docker rm plover
docker build -t acme/plover .
