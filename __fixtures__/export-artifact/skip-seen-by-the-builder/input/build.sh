#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
id=$(docker create acme/plover:build)
docker cp "$id:/src/plover" plover
docker rm "$id"
ls -l plover
docker build -t acme/plover:latest .
