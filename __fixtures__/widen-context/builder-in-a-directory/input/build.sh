#!/bin/bash
set -e
docker build -t maps/atlas:site build/
id=$(docker create maps/atlas:site)
docker cp "$id:/site/dist" dist
docker rm "$id"
docker build -t maps/atlas .
rm -r dist
