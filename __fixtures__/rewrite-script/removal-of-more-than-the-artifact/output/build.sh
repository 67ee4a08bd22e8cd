#!/bin/sh
set -e
sed s/@VERSION@/3/ notes.in > notes.txt
docker build -t pond/coot .
rm -f notes.txt
