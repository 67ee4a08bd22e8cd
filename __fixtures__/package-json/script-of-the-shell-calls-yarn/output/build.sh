#!/bin/sh
set -e
yarn lint
docker build -t delta .
