#!/bin/sh
set -e
docker build --build-arg LEVEL=3 --target base -t acme/pack:build .
docker push acme/pack:build
docker build --build-arg LEVEL=3 -t acme/app .
