# shellcheck shell=sh
extract() {
  docker create --name extract "$1"
  docker cp "extract:$2" .
  docker rm extract
}
