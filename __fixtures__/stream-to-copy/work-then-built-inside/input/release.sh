#!/bin/sh
set -e
docker build -t acme/heron-build -f Dockerfile.build .
sudo docker run --rm --name heron-build \
  -v /var/run/docker.sock:/var/run/docker.sock \
  -v /usr/bin/docker:/usr/bin/docker \
  acme/heron-build sh -c 'make dist && docker build --pull -t acme/heron:latest -f docker/Dockerfile.run .'
docker push acme/heron:latest
