#!/bin/sh
set -e
docker build -t routes-render -f Dockerfile.render .
id=$(docker create routes-render)
docker cp "$id:/site/out/[slug].html" slug.html
docker cp "$id:/site/out/price\$.html" price.html
docker rm "$id"
docker build -t acme/routes:latest .
rm slug.html price.html
