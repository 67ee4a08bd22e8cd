#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
mkdir -p out
docker create --name plover acme/plover:build
docker cp plover:/opt/plover/notes.txt out/notes.txt
docker rm plover
docker run --rm -v "$PWD/out:/out" acme/plover:build sh -c "echo one > /out/one"
docker build -t acme/plover:latest .
