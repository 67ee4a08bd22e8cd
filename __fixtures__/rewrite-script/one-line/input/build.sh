#!/bin/sh
docker build -t pond/snipe:build -f Dockerfile.build . && docker create --name s pond/snipe:build && docker cp s:/go/src/snipe/snipe . && docker rm s && docker build -t pond/snipe . && rm snipe; echo ready
