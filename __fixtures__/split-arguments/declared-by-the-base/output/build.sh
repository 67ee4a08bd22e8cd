#!/bin/sh
set -e
docker build --build-arg PACKAGE=example.com/ibis -t ibis:latest -f Dockerfile.run .
