#!/bin/sh
set -e
docker build -t tools https://example.com/tools.git
docker create --name tools-1 tools
docker cp tools-1:/out/app app
docker rm tools-1
docker build -t app .
