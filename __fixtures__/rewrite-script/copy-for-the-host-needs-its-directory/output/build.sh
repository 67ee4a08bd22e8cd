#!/bin/sh
set -e
docker build --target builder -t acme/plover:build .
mkdir -p bin
docker create --name plover acme/plover:build
docker cp plover:/src/plover bin/plover
docker rm plover
cp bin/plover plover-release
docker build -t acme/plover:latest .
