#!/bin/sh
set -e
docker build -t acme/knot-build -f Dockerfile.build .
id=$(docker create acme/knot-build)
docker export "$id" > rootfs.tar
docker rm "$id"
docker build -t acme/knot .
rm rootfs.tar
