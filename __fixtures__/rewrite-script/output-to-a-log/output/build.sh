#!/bin/bash
set -eo pipefail
mkdir -p logs
docker build -t pond/scaup . 2>&1 | tee logs/package.log
