#!/bin/sh
set -e
mkdir -p out
cp relay.conf out/
docker build -t acme/relay:latest -f Dockerfile .
