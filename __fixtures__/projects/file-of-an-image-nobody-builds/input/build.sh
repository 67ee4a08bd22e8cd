#!/bin/sh -e
docker pull nginx:latest
docker create --name tmp nginx:latest
docker cp tmp:/etc/nginx/nginx.conf .
docker rm tmp

docker build -t lantern/conf .
rm nginx.conf
