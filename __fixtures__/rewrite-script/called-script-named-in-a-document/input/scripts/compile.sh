#!/bin/sh
# Compiles in a container.
set -eu
cd "$(dirname "$0")/.."

export NAME=heron-build
docker build -t "$NAME" -f docker/build.Dockerfile .
id=$(docker create "$NAME")
mkdir -p bin
docker cp "$id":/src/heron bin/heron
docker rm "$id"
