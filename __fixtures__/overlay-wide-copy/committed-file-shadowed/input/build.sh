#!/bin/sh
set -e
docker build -t atlas-index -f Dockerfile.index .
docker create --name atlas-index atlas-index
docker cp atlas-index:/work/index.json data/index.json
docker rm atlas-index
docker build -t acme/atlas:latest .
