#!/bin/sh
set -e
printf "key\n" > deploy-key
chmod 600 deploy-key
docker build -t stork:latest .
rm -f deploy-key
