#!/bin/bash
docker rm $(docker ps -aq) 2>/dev/null

docker rm $(docker ps -aq)
docker build -t pond/egret .
