#!/bin/sh
set -e
echo "compiling $SERVICE"
docker build --target builder -t ${SERVICE}_build:latest .
