#!/bin/sh
set -ex
docker build -t acme/board:latest .
