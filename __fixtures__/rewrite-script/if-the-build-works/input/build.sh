#!/bin/sh
if docker build -t pond/stork:build -f Dockerfile.build .; then
  id=$(docker create pond/stork:build)
  docker cp "$id":/go/src/stork/stork .
  docker rm "$id"
  docker build -t pond/stork .
  rm stork
else
  echo "build failed"
  exit 1
fi
