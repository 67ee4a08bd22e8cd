#!/bin/sh
set -e
docker build -t acme/scaup-build -f Dockerfile.build .
docker create --name scaup-build acme/scaup-build
docker cp scaup-build:/src/scaup scaup
docker cp scaup-build:/src/version version
docker rm scaup-build
cat version
docker create --name scaup busybox:1.33
docker cp scaup scaup:/usr/bin/scaup
docker commit scaup acme/scaup:latest
docker rm scaup
