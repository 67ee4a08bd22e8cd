#!/bin/sh -e
docker build --tag acme/relay:compile --file Dockerfile.compile .

container=$(docker create acme/relay:compile)
docker cp "$container:/build/relay" relay-static
docker rm "$container" > /dev/null

docker build --tag acme/relay:latest .
