#!/bin/sh
docker run --rm -v /srv/src:/src -v "$PWD/out":/out golang:1.16 sh -c "cd /src && go build -o /out/app ."
docker build -t app .
