#!/bin/sh
set -e
docker build -t acme/gadwall-build -f Dockerfile.build .
docker create --name gadwall-build acme/gadwall-build
docker cp gadwall-build:/src/state state
docker rm gadwall-build
docker create --name gadwall busybox:1.33
docker cp state gadwall:/var/lib/
docker commit gadwall acme/gadwall:latest
docker rm gadwall
