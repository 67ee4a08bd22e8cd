#!/bin/sh
set -e
REV=7
docker build --target api --build-arg BASE=plaza/base:$REV -t plaza/api -f base/Dockerfile .
docker build --target web -t plaza/web -f base/Dockerfile .
