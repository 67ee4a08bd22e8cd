#!/bin/sh
set -e
docker build -t pair/one one
docker build -t pair/two two
docker create --name look pair/two
docker cp look:/etc/nginx/nginx.conf /tmp/nginx.conf
docker rm look
less /tmp/nginx.conf
