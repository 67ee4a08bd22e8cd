#!/bin/sh
docker build -t pond/dunlin:build -f Dockerfile.build . &&
  docker create --name d pond/dunlin:build &&
  docker cp d:/go/src/dunlin/dunlin . &&
  docker rm d &&
  docker build -t pond/dunlin . &&
  rm dunlin &&
  echo "built pond/dunlin"
