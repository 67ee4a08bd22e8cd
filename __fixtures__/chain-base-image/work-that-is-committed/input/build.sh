#!/bin/sh
set -e
docker build -t acme/linnet-build -f Dockerfile.build .
docker run --name linnet -e MODE=full -w /src acme/linnet-build sh -c 'sed "s/@MODE@/$MODE/" linnet.in > linnet && chmod 755 linnet'
docker commit linnet acme/linnet:work
docker rm linnet
docker build -t acme/linnet -f Dockerfile.run .
