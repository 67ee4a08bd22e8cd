#!/bin/sh
set -e
cd "$(dirname "$0")"
docker build -t yard/depot -f image/Dockerfile .
