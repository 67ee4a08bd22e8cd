#!/bin/sh
set -e
docker build -t kelp:latest .
