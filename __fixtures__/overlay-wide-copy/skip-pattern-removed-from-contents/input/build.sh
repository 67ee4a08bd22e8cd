#!/bin/sh
set -e
docker build -t sanderling-build -f Dockerfile.build .
docker create --name sanderling sanderling-build
mkdir -p public
docker cp sanderling:/src/dist/. public
rm -f public/*.map
docker rm sanderling
docker build -t acme/sanderling .
