#!/bin/sh
set -e
sudo docker build --pull -t acme/heron:latest -f docker/Dockerfile.run .
docker push acme/heron:latest
