#!/bin/sh
docker build -t marsh/reed:build app
docker create --name reed marsh/reed:build
docker cp reed:/src/reed .
docker rm reed
docker build -t marsh/reed .
