set -e
docker build --build-arg PREFIX=/usr/local -t acme/probe:latest .
