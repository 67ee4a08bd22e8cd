#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker run --rm -v "$PWD/out:/out" acme/plover:build cp /src/plover /out/plover
mv out first
docker run --rm -v "$PWD/out:/out" acme/plover:build cp /src/dunlin /out/dunlin
cd out
ls
cd ..
docker build -t acme/plover:latest .
