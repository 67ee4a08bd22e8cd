#!/bin/sh
set -e
docker build -t curlew-build -f Dockerfile.build .
docker run --name curlew-work curlew-build sh -c 'echo more > /more'
docker commit curlew-work curlew-image
docker rm curlew-work
docker create --name curlew curlew-image
docker cp curlew:/src/curlew curlew
docker rm curlew
cp curlew spare
docker build -t acme/curlew .
