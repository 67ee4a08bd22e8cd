#!/bin/sh -e
# Makes the image of lynx.
# Usage: ./make-image.sh

# Everything is relative to the checkout.
cd "$(dirname "$0")"

# -- 3: package
cd image
docker build -t wild/lynx:2.1 -f Dockerfile ..
docker tag wild/lynx:2.1 wild/lynx:latest
cd ..

# -- 4: say so
echo "wild/lynx:2.1"
