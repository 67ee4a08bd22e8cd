#!/bin/sh
set -e
docker build -t acme/widgeon-base -f Dockerfile.base .
docker run --name widgeon -e MODE=full -w /tmp/work acme/widgeon-base sh -c 'cp /srv/widgeon.in widgeon && chmod 755 widgeon'
docker cp widgeon:/tmp/work/widgeon widgeon
docker rm widgeon
docker build -t acme/widgeon .
