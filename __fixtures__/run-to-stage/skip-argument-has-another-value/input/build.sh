#!/bin/sh
set -e
MODULE=$(cat module)
docker run --rm -v "$PWD":/go/src/$MODULE -w /go/src/$MODULE golang:1.12 go build -o dunlin main.go
docker build --build-arg MODULE=$VERSION -t acme/dunlin .
