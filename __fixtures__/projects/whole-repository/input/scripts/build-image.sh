#!/usr/bin/env bash
#
# Builds fleet/postbox:VERSION and, on CI, publishes it.
#
set -euo pipefail

cd "$(dirname "$0")/.."

VERSION="${1:-dev}"
IMAGE="fleet/postbox"
BUILDER="$IMAGE:builder"

echo "--> compiling $VERSION"
docker build \
  --build-arg VERSION="$VERSION" \
  -t "$BUILDER" \
  -f build/Dockerfile.compile \
  .

# Take the binary out of the builder.
CID="$(docker create "$BUILDER")"
docker cp "$CID:/src/postbox/out/postbox" ./postbox
docker rm "$CID" > /dev/null

echo "--> packaging $VERSION"
docker build -t "$IMAGE:$VERSION" -f build/Dockerfile .
rm -f ./postbox

docker run --rm "$IMAGE:$VERSION" --version

if [ -n "${CI:-}" ]; then
  docker push "$IMAGE:$VERSION"
fi
