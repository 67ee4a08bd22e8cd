#!/bin/sh
set -e
docker build -t acme/blog:latest .
