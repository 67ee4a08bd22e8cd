#!/bin/sh
docker build -t pond/dunlin:build -f Dockerfile.build . &&
  docker create --name dunlin pond/dunlin:build &&
  docker cp dunlin:/go/src/dunlin/dunlin . &&
  docker rm dunlin &&
  docker build -t pond/dunlin . &&
  rm dunlin &&
  echo "built pond/dunlin"
