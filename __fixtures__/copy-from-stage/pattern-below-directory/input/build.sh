#!/bin/sh
set -e
docker build -t ledger-maven -f Dockerfile.maven .
docker create --name ledger-maven ledger-maven true
docker cp ledger-maven:/usr/src/ledger/target .
docker rm ledger-maven
docker build -t acme/ledger:latest .
rm -rf target
