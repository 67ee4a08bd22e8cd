#!/bin/sh
set -e
docker build -t page:latest .
