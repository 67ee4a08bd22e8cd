#!/bin/sh
set -e
docker build -t harbour/ship .
