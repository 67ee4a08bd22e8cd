#!/bin/sh
set -e
docker build -t godwit-build -f Dockerfile.build .
docker run --name report busybox:1.33 sh -c 'mkdir -p /made && echo done > /made/report'
docker cp report:/made/report report
docker rm report
docker create --name godwit godwit-build
docker cp godwit:/listing listing
docker rm godwit
docker build -t acme/godwit .
