#!/bin/sh
set -e
docker build -t turnstone-build -f Dockerfile.build .
docker create --name turnstone turnstone-build
docker cp turnstone:/out/turnstone bin/turnstone
docker rm turnstone
docker build -t acme/turnstone .
