#!/bin/sh
set -e
docker build -t site:latest .
