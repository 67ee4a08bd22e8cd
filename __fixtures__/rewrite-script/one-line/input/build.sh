#!/bin/sh
docker build -t pond/snipe:build -f Dockerfile.build . && docker create --name snipe pond/snipe:build && docker cp snipe:/go/src/snipe/snipe . && docker rm snipe && docker build -t pond/snipe . && rm snipe; echo ready
