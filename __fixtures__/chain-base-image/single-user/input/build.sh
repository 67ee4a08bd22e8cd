#!/bin/sh
set -e
docker build -t harbour/base:1 -f base/Dockerfile .
docker build -t harbour/ship .
