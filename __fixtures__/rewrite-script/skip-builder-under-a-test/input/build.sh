#!/bin/bash
set -e
if [ "$STAGE" = release ]; then
  docker build -t cliff/noddy:build -f Dockerfile.build .
else
  echo "not a release" >&2
  exit 1
fi
docker create --name noddy cliff/noddy:build
docker cp noddy:/go/src/noddy/noddy noddy
docker rm noddy
docker build -t cliff/noddy .
