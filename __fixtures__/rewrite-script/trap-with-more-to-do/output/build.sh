#!/bin/bash
set -e
trap 'rm -f build.log' EXIT

docker build -t pond/wigeon . >> build.log
