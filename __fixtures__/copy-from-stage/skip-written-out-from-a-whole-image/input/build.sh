#!/bin/sh
set -e
docker build -f Dockerfile.build -o rootfs .
docker build -t acme/shoveler .
