#!/bin/sh -e
# Makes the image of lynx.
# Usage: ./make-image.sh

# Everything is relative to the checkout.
cd "$(dirname "$0")"

# -- 1: compile
cd compile
docker build -t wild/lynx:compile .
cd ..

# -- 2: fetch the archive
docker create --name lynx wild/lynx:compile
docker cp lynx:/work/target/lynx-2.1.jar image/lynx.jar
docker rm lynx

# -- 3: package
cd image
docker build -t wild/lynx:2.1 .
docker tag wild/lynx:2.1 wild/lynx:latest
rm lynx.jar # not needed any more
cd ..

# -- 4: say so
echo "wild/lynx:2.1"
