#!/bin/sh
set -e
rm -f .cid
docker build -t pager-build -f Dockerfile.build .
docker create --cidfile .cid pager-build
docker cp $(cat .cid):/usr/src/app/lib .
docker cp $(cat .cid):/usr/src/app/node_modules .
docker rm $(cat .cid)
rm .cid
docker build -t acme/pager:latest .
