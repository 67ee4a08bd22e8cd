#!/bin/bash
set -e

NAME=rail
ORG=pond
export DOCKER_CLI_HINTS=false

docker build -t $ORG/$NAME .
