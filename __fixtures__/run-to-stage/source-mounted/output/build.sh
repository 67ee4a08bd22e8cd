#!/bin/sh
set -e
docker build -t fern:latest .
