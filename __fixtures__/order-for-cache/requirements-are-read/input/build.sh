#!/bin/sh
set -e
docker build -t orchard/serve:packages -f Dockerfile.build .
id=$(docker create orchard/serve:packages)
docker cp "$id":/packages packages
docker rm "$id"
docker build -t orchard/serve .
rm -r packages
