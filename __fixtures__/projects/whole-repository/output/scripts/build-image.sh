#!/usr/bin/env bash
#
# Builds fleet/postbox:VERSION and, on CI, publishes it.
#
set -euo pipefail

cd "$(dirname "$0")/.."

VERSION="${1:-dev}"
IMAGE="fleet/postbox"

echo "--> compiling $VERSION"

echo "--> packaging $VERSION"
docker build --build-arg VERSION="$VERSION" -t "$IMAGE:$VERSION" -f build/Dockerfile .

docker run --rm "$IMAGE:$VERSION" --version

if [ -n "${CI:-}" ]; then
  docker push "$IMAGE:$VERSION"
fi
