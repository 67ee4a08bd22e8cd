#!/bin/bash
set -eo pipefail
mkdir -p logs
docker build -t pond/scaup:build -f Dockerfile.build . 2>&1 | tee logs/compile.log
docker create --name scaup pond/scaup:build > /dev/null
docker cp scaup:/go/src/scaup/scaup . 2>> logs/compile.log
docker rm scaup &> /dev/null
docker build -t pond/scaup . 2>&1 | tee logs/package.log
rm scaup
