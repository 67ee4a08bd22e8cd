#!/bin/bash
set -e
rm -f container-id
docker build -t sandpiper-build -f Dockerfile.build .
docker run --cidfile container-id sandpiper-build true
docker cp "$(cat container-id)":/src/sandpiper .
docker rm "$(cat container-id)"
rm container-id
docker build -t acme/sandpiper .
