#!/bin/sh
set -e
docker build -t reef/base -f docker/base.Dockerfile .
docker build -t reef/crab:build -f docker/build.Dockerfile .
id=$(docker create reef/crab:build)
docker cp $id:/src/crab crab
docker rm $id
docker build -t reef/crab -f docker/run.Dockerfile .
rm crab
