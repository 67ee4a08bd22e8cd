#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker create --name plover acme/plover:build
docker cp plover:/src/plover plover
docker rm plover
docker build -t acme/plover:latest .
docker build -t acme/dunlin:build -f Dockerfile.more .
docker create --name dunlin acme/dunlin:build
docker cp dunlin:/src/dunlin dunlin
docker rm dunlin
docker build -t acme/dunlin:latest -f Dockerfile.small .
