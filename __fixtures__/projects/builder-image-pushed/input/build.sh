#!/bin/sh
set -e

# The toolchain with all sources in it, for the nightly job.
docker build -t meadow/barn:build -f Dockerfile.build .

docker create --name barn-extract meadow/barn:build
docker cp barn-extract:/go/src/github.com/meadow/barn/barn ./barn
docker rm -f barn-extract

docker build -t meadow/barn:latest .
rm ./barn

docker push meadow/barn:build
docker push meadow/barn:latest
