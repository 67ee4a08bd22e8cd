#!/bin/sh
set -e
docker create --name egret-extract ${SERVICE}_build:latest
docker cp egret-extract:/src/egret egret
docker rm egret-extract
docker build -t ${SERVICE}:latest .
