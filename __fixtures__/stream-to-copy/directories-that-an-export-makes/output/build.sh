#!/bin/sh
set -e
mkdir -p tree
mkdir -p tree/usr/lib/shoveler
cp shoveler.conf tree/usr/lib/shoveler/shoveler.conf
docker build -t acme/shoveler .
