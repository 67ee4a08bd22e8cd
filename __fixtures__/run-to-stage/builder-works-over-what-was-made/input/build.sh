#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker run --rm -v "$PWD:/work" -w /work golang:1.16 sh -c "mkdir -p notes && go build -o plover ."
docker run --rm -v "$PWD/notes:/notes" acme/plover:build sh -c "echo one > /notes/one"
docker build -t acme/plover:latest .
