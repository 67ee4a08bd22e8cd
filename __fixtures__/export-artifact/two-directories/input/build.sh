#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
mkdir -p one two
docker create --name waders acme/plover:build
docker cp waders:/src/plover one/plover
docker cp waders:/src/dunlin two/dunlin
docker rm waders
ls -l one/plover two/dunlin
docker build -t acme/plover:latest .
