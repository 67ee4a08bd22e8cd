#!/bin/sh
set -e
docker build -t acme/pager:latest .
