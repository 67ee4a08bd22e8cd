#!/bin/sh
set -e
docker build -t ${SERVICE}:latest .
