#!/bin/bash
set -euo pipefail
docker build --iidfile image-id -f Dockerfile.build .
id=$(docker create "$(cat image-id)")
trap "docker rm -v $id" EXIT
docker cp "$id":/src/sandpiper .
docker build -t acme/sandpiper .
