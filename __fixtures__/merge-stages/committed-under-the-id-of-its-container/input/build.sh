#!/bin/sh
set -e
docker build -t acme/wryneck-build -f Dockerfile.build .
build=$(docker create acme/wryneck-build)
docker cp $build:/src/wryneck .
docker rm $build
box=$(docker create alpine:3.14 sleep 100)
docker cp wryneck $box:/usr/bin/
image=$(docker container commit -c 'ENTRYPOINT ["/usr/bin/wryneck"]' $box)
docker rm $box
docker tag $image acme/wryneck:1
rm wryneck
