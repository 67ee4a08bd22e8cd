#!/bin/sh
set -e
GO_VERSION=${GO_VERSION:-1.16}
docker build --build-arg GO_VERSION="$GO_VERSION" -t tide:latest .
