#!/bin/sh
set -e
VERSION=${VERSION:-dev}
docker build --build-arg VERSION="$VERSION" -t lark:latest .
