#!/bin/sh
set -e
yarn lint
yarn extract
docker build -t delta .
