#!/bin/sh
set -e
export SERVICE=egret
ci/build.sh
ci/image.sh
