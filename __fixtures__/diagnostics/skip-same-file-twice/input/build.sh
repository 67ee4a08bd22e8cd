#!/bin/sh
set -e
for part in client server; do
  docker build -t app:$part --build-arg PART=$part -f Dockerfile.build .
  docker create --name app-$part app:$part
  docker cp app-$part:/out/$part ./$part
  docker rm app-$part
done
docker build -t app .
