#!/bin/sh
set -e
docker create --name web nginx:1.21
docker cp web:/etc/nginx/mime.types mime.types
docker rm web
test -s mime.types
docker build -t acme/plover:latest .
