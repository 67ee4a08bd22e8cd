#!/bin/sh
set -e
docker build -t acme/pochard-build -f Dockerfile.build .
docker create --name pochard-build acme/pochard-build
docker cp pochard-build:/src/site site
docker cp pochard-build:/src/help help
docker rm pochard-build
docker create --name pochard busybox:1.33
docker cp site pochard:/srv
docker cp help pochard:/srv/manual
docker commit pochard acme/pochard:latest
docker rm pochard
