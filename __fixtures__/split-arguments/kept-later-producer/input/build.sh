#!/bin/sh
set -e
docker build --build-arg LEVEL=3 -t acme/tool:build -f Dockerfile.tool .
docker create --name tool acme/tool:build
docker cp tool:/src/tool tool
docker rm tool
docker build -t acme/pack:build -f Dockerfile.base .
docker create --name pack acme/pack:build
docker cp pack:/pack pack
docker rm pack
docker push acme/pack:build
docker build -t acme/app .
