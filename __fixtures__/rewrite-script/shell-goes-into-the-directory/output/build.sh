#!/bin/sh
mkdir -p out
cd out
ls -l
cd ..
docker build -t acme/relay:latest .
rm -rf out
