#!/bin/bash
set -e
trap 'rm -f build.log; docker rm -f wigeon-extract' EXIT

docker build -t pond/wigeon:build -f Dockerfile.build . > build.log
docker create --name wigeon-extract pond/wigeon:build
docker cp wigeon-extract:/go/src/wigeon/wigeon wigeon
docker build -t pond/wigeon . >> build.log
rm wigeon
