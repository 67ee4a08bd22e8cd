#!/bin/sh
set -e
docker build --build-arg COLOUR=red -t duet/back:build -f back/Dockerfile.build back
docker create --name back duet/back:build
docker cp back:/service back/service
docker rm back
for part in front back; do
  docker build -t "duet/$part" "$part"
done
