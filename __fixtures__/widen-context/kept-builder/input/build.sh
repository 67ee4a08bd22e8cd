#!/bin/sh
set -e
docker build -t acme/rail:build compile
docker create --name rail acme/rail:build
docker cp rail:/src/rail rail
docker rm rail
docker push acme/rail:build
docker build -t acme/rail .
rm rail
