#!/bin/bash
docker build -t curlew-build -f Dockerfile.build .
if [ $? -eq 0 ]; then
  docker create --name extract curlew-build
  docker cp extract:/src/curlew .
  docker rm extract
  docker build -t acme/curlew .
else
  echo "the builder failed"
  exit 1
fi
