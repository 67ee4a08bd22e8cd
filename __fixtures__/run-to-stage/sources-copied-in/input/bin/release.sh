#!/bin/bash
set -e
CID=$(docker create golang:1.16 /bin/sh -c "cd /tmp/heron && mkdir -p rel && go build -o rel/heron .")
docker cp . $CID:/tmp/heron
docker start -a $CID
TEMP=$(mktemp -d)
docker cp $CID:/tmp/heron/rel $TEMP
docker rm $CID
cp Dockerfile $TEMP
docker build -t ${1:-heron} -f $TEMP/Dockerfile $TEMP
