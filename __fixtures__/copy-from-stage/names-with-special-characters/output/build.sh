#!/bin/sh
set -e
docker build -t acme/routes:latest .
