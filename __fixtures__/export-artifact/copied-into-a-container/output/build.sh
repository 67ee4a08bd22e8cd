#!/bin/sh
set -e
docker build --target artifacts --output . .
docker build -t acme/ortolan .
docker create --name check busybox:1.33 /usr/bin/ortolan
docker cp ortolan check:/usr/bin/ortolan
docker rm check
