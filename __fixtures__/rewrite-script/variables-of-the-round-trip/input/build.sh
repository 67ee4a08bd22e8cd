#!/bin/bash
set -e

NAME=rail
ORG=pond
BUILD_FILE=Dockerfile.build
BUILD_TAG=$ORG/$NAME:build
SOURCE=/go/src/$NAME/$NAME
export DOCKER_CLI_HINTS=false

docker build -t $BUILD_TAG -f $BUILD_FILE .
CONTAINER=$(docker create $BUILD_TAG)
docker cp $CONTAINER:$SOURCE $NAME
docker rm $CONTAINER
docker build -t $ORG/$NAME .
rm $NAME
