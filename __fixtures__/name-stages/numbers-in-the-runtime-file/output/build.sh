#!/bin/sh
set -e
docker build -t board:latest .
