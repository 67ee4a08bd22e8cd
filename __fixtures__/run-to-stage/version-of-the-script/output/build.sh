#!/bin/sh
set -e
VERSION=$(cat VERSION | tr -d "v")
docker build --build-arg VERSION="$VERSION" -t egret:latest .
