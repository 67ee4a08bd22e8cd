#!/bin/sh
set -e
docker build -t acme/tally:build -f Dockerfile.build .
docker create --name tally-build acme/tally:build
docker cp tally-build:/tally ./tally-linux-amd64
docker rm tally-build
docker build -t acme/tally:1.0 .
rm -f tally-linux-amd64
