#!/bin/bash
set -euo pipefail

TAG=${1:?usage: release.sh TAG}

docker build --pull -t pond/ibis:build -f Dockerfile.build .
docker create --name ibis-$TAG pond/ibis:build
docker cp ibis-$TAG:/go/src/ibis/ibis .
docker rm ibis-$TAG

docker build --pull -t pond/ibis:$TAG .
rm -f ibis

docker run --rm pond/ibis:$TAG
docker inspect --format '{{.Config.Entrypoint}}' pond/ibis:$TAG
docker tag pond/ibis:$TAG pond/ibis:latest
docker push pond/ibis:$TAG
docker push pond/ibis:latest
docker rmi pond/ibis:build
docker images pond/ibis
