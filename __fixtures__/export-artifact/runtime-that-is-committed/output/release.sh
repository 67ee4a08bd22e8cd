#!/bin/sh
set -e
docker build --target builder -t acme/scaup-build .
docker create --name scaup-build acme/scaup-build
docker build --target artifacts --output . .
docker rm scaup-build
cat version
docker build -t acme/scaup:latest .
