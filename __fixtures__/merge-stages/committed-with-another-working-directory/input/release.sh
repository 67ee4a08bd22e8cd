#!/bin/sh
set -e
docker build -t acme/teal-build -f Dockerfile.build .
docker create --name teal-build acme/teal-build
docker cp teal-build:/src/teal teal
docker rm teal-build
docker create --name teal -w /var/lib/teal busybox:1.33
docker cp teal teal:/var/lib/teal/teal
docker commit -c 'WORKDIR /var/lib/teal' teal acme/teal:latest
docker commit -c 'WORKDIR /usr/share/teal' teal acme/teal:shared
docker rm teal
