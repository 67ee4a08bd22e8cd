#!/bin/sh
set -e
mkdir -p bin
test -d bin
docker build -t acme/plover:latest .
