#!/bin/sh

docker build -t pond/heron . || exit 1

echo "done"
