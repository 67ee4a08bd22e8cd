#!/bin/sh
set -e
docker build -t acme/ortolan-build -f Dockerfile.build .
docker create --name ortolan acme/ortolan-build
docker cp ortolan:/src/ortolan ./ortolan
docker rm ortolan
docker build -t acme/ortolan .
docker create --name check busybox:1.33 /usr/bin/ortolan
docker cp ortolan check:/usr/bin/ortolan
docker rm check
