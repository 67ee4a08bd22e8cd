#!/bin/sh
set -e

cat <<'USAGE'
This runs
  docker build -t pond/knot:build -f Dockerfile.build .
  docker cp knot:/go/src/knot/knot .
and packs the result.
USAGE

docker build -t pond/knot . 

cat > release.txt <<EOF
image: pond/knot
date: none

EOF
