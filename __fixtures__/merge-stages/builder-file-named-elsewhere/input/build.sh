#!/bin/sh
set -e
docker build -t ledger:build -f Dockerfile.build .
docker create --name ledger-build ledger:build
docker cp ledger-build:/src/ledger ./ledger
docker rm ledger-build
docker build -t ledger:latest .
