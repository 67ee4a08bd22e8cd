#!/bin/sh
set -e
REV=7
docker build -t plaza/base:$REV -f base/Dockerfile .
docker build --build-arg BASE=plaza/base:$REV -t plaza/api -f api/Dockerfile .
docker build -t plaza/web -f web/Dockerfile .
