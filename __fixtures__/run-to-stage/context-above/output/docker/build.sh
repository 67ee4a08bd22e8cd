#!/bin/bash -e

echo "* compiling"
echo "* image"
docker build -t finch:1.0 -t finch:latest -f Dockerfile ..
