#!/bin/sh
set -e
if [ "$1" = slim ]; then
  docker build -t isle/base -f slim.Dockerfile .
else
  docker build -t isle/base -f full.Dockerfile .
fi
docker build -t isle/tool -f tool.Dockerfile .
docker create --name tool isle/tool
docker cp tool:/tool tool
docker rm tool
docker build -t isle/b -f b.Dockerfile .
