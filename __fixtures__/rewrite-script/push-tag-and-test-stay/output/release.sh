#!/bin/bash
set -euo pipefail

TAG=${1:?usage: release.sh TAG}

docker build --pull -t pond/ibis:$TAG .

docker run --rm pond/ibis:$TAG
docker inspect --format '{{.Config.Entrypoint}}' pond/ibis:$TAG
docker tag pond/ibis:$TAG pond/ibis:latest
docker push pond/ibis:$TAG
docker push pond/ibis:latest
docker images pond/ibis
