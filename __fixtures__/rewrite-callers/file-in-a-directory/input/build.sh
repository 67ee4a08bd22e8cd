#!/bin/sh
set -e
docker build -t plover-build -f deploy/build.Dockerfile .
docker create --name extract plover-build
docker cp extract:/src/plover plover
docker rm extract
docker build -t acme/plover -f deploy/app.Dockerfile .
