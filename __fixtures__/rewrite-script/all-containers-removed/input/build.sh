#!/bin/bash
docker rm $(docker ps -aq) 2>/dev/null

docker build -t pond/egret:build -f Dockerfile.build .
docker create --name egret pond/egret:build
docker cp egret:/go/src/egret/egret egret
docker rm $(docker ps -aq)
docker build -t pond/egret .
