#!/bin/sh
set -e
mkdir -p release
docker build --target artifacts --output . .
docker build -t river/otter .
tar -czf release/otter.tgz otter README
rm otter
