#!/bin/sh
set -e

# The toolchain with all sources in it, for the nightly job.
docker build --target builder -t meadow/barn:build .

docker build -t meadow/barn:latest .

docker push meadow/barn:build
docker push meadow/barn:latest
