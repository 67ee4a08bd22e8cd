#!/bin/sh

docker build -t pond/heron:build -f Dockerfile.build . || exit 1

if ! docker create --name heron-out pond/heron:build; then
  echo "cannot create the container" >&2
  exit 1
fi

docker cp heron-out:/go/src/heron/heron heron || { echo "no binary" >&2; docker rm heron-out; exit 1; }
docker rm heron-out

docker build -t pond/heron . || exit 1
rm heron || true

echo "done"
