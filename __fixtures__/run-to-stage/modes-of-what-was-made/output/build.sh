#!/bin/sh
set -e
docker build -t script:latest .
