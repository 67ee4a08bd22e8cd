#!/bin/sh
set -e
docker create --name edge-conf nginx:1.21
docker cp edge-conf:/etc/nginx/nginx.conf nginx-default.conf
docker rm edge-conf
docker build -t acme/edge:latest .
rm nginx-default.conf
