#!/bin/sh
set -e
cd "$(dirname "$0")/.."

docker build -t janitor-build .
container=$(docker create janitor-build)
docker cp "$container:/go/bin/janitor" .
docker rm -f "$container"

docker build -t acme/janitor:latest -f Dockerfile.dist .
