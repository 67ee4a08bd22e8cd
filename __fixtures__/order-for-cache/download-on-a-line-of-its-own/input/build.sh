#!/bin/sh
set -e
docker build -t tower/bell:build -f Dockerfile.build .
docker create --name extract tower/bell:build
docker cp extract:/out/bell bell
docker rm extract
docker build -t tower/bell .
rm bell
