#!/bin/bash -e

cd package
docker build -t weather/wind --label kind=tool -f Dockerfile ..
