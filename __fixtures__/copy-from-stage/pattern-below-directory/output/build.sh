#!/bin/sh
set -e
docker build -t acme/ledger:latest .
