#!/bin/sh
set -e
docker build -t ledger:latest .
