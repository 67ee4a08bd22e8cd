#!/bin/bash
set -e
TEMP=$(mktemp -d)
cp Dockerfile $TEMP
docker build -t ${1:-heron} -f Dockerfile .
