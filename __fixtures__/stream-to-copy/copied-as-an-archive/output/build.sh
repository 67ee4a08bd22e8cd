#!/bin/sh
set -e
docker build -t vetch:latest .
