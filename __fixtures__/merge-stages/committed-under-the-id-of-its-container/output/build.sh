#!/bin/sh
set -e
image=$(docker build -q .)
docker tag $image acme/wryneck:1
