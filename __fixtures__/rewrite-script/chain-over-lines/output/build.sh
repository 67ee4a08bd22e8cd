#!/bin/sh
docker build -t pond/dunlin . &&
  echo "built pond/dunlin"
