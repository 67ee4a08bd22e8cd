#!/bin/sh
set -e
docker build -t poll-client -f client/Dockerfile .
docker create --name poll-client poll-client
docker cp poll-client:/home/node/client/dist public
docker rm poll-client
docker build -t acme/poll:latest .
rm -rf public
