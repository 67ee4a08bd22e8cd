#!/bin/bash
set -e
docker build -t pond/bittern:build -f Dockerfile.build .
docker create --name bittern pond/bittern:build
docker cp bittern:/go/src/bittern/bittern bittern
docker rm $(docker ps -aq)
docker build -t pond/bittern .
