#!/bin/sh
set -e
mkdir -p stage
echo 1.2 > stage/VERSION
docker build -t acme/relay:latest .
