#!/bin/sh
if [ -n "$CI" ] then
  echo "on CI"
fi
docker build -t cliff/fulmar:build -f Dockerfile.build .
docker create --name fulmar cliff/fulmar:build
docker cp fulmar:/go/src/fulmar/fulmar .
docker rm fulmar
docker build -t cliff/fulmar .
done
