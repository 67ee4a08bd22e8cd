#!/bin/sh
set -e
docker build -t acme/gate:latest .
