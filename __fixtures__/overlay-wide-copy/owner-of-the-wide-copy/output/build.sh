#!/bin/sh
set -e
docker build -t acme/poll:latest .
