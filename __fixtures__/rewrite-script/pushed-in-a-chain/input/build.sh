#!/bin/sh
docker build -t acme/plover:build -f Dockerfile.build . &&
docker create --name plover acme/plover:build &&
docker cp plover:/src/plover plover &&
docker rm plover &&
cd notes && ls && cd .. &&
docker build -t acme/plover:latest . &&
rm -f plover
