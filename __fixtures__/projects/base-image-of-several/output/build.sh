#!/bin/sh
set -e
docker build --target one -t quarry/build1 .
docker build --target two -t quarry/build2 .
