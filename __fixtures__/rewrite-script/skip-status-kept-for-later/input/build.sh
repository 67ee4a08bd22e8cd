#!/bin/bash
docker build -t curlew-build -f Dockerfile.build .
status=$?
docker create --name extract curlew-build
docker cp extract:/src/curlew .
docker rm extract
docker build -t acme/curlew .
exit $status
