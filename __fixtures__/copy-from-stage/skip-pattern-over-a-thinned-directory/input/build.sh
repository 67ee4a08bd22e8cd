#!/bin/sh
set -e
docker build -t turnstone-build -f Dockerfile.build .
docker create --name turnstone turnstone-build
docker cp turnstone:/src/dist dist
rm dist/app.map
docker rm turnstone
docker build -t acme/turnstone .
