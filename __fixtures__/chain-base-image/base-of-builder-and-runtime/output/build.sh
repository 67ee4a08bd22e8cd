#!/bin/sh
set -e
docker build -t reef/crab -f docker/run.Dockerfile .
