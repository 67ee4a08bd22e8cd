#!/bin/sh
set -e
docker build -t rootfs-build -f Dockerfile.build .
docker create --name rootfs-build rootfs-build
docker cp rootfs-build:/work/rootfs.tar.gz .
docker rm rootfs-build
docker build -t acme/rootfs:latest .
rm rootfs.tar.gz
