#!/bin/sh
set -eu
docker build -f run.dockerfile -t moon:latest .
