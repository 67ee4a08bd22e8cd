#!/bin/sh
set -eu
docker build -f build.dockerfile -t moon-build .
docker create --name moon moon-build
docker cp moon:/src/moon moon
docker rm moon
docker build -f run.dockerfile -t moon:latest .
