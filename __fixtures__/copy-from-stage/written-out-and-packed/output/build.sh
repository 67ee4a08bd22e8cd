#!/bin/sh
set -e
docker build --target builder --output type=local,dest=out .
docker build -t acme/garganey .
tar czf release.tgz out
