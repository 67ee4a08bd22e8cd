#!/bin/sh
set -e
. ./lib.sh
docker build -t cliff/skua:build -f Dockerfile.build .
extract cliff/skua:build /go/src/skua/skua
docker build -t cliff/skua .
rm skua
