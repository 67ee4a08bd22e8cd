#!/bin/sh
set -e
docker build -t acme/serin-build -f Dockerfile.build .
docker create --name serin-build acme/serin-build
docker cp serin-build:/src/serin ./serin
docker run -d --name serin alpine:3.14 sleep 1000
docker cp serin serin:/usr/bin/serin
docker exec serin chown nobody /usr/bin/serin
docker commit serin acme/serin:latest
docker rm -f serin serin-build
