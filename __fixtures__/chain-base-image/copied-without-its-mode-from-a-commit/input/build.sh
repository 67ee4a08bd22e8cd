#!/bin/sh
set -e
docker build -t acme/knot-build -f Dockerfile.build .
docker run --name knot acme/knot-build sh -c "echo more > /more"
docker commit knot acme/knot:filled
docker rm knot
docker create --name knot acme/knot:filled
docker cp knot:/src/knot.sh knot
docker rm knot
cp knot spare
rm knot
docker build -t acme/knot .
