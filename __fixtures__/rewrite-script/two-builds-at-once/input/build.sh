#!/bin/sh
docker build -q -t duo/client -f Dockerfile.client . &
docker build -q -t duo/server -f Dockerfile.server . &
wait

for part in client server; do
  docker create --name "x-$part" "duo/$part"
  docker cp "x-$part:/go/src/$part/$part" "$part"
  docker rm "x-$part"
done

docker build -t duo/both .
rm client server
