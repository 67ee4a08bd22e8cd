#!/bin/sh
set -e
docker build -t acme/forum:latest .
