#!/bin/sh
set -e
mkdir -p one two
docker build --target artifacts --output one .
docker build --target artifacts-2 --output two .
ls -l one/plover two/dunlin
docker build -t acme/plover:latest .
