#!/bin/sh
set -e
docker build -t acme/fonts:latest .
