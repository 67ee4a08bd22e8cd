#!/bin/sh
set -e
BUILD=$(mktemp -d)
cp Dockerfile "$BUILD/"
docker build -t acme/pochard .
rm -r "$BUILD"
