#!/bin/bash -e
pushd compile > /dev/null
docker build --pull -t weather/wind:build -f Dockerfile.gcc .
popd > /dev/null

docker create --name wind weather/wind:build
docker cp wind:/src/wind package/
docker rm wind

cd package
docker build -t weather/wind --label kind=tool .
rm wind
