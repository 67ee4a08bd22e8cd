set -e
docker build -t probe-build -f Dockerfile.build .
docker create --name probe-build probe-build
docker cp probe-build:/go/src/probe/probe.bin probe
docker rm -f probe-build
docker build --build-arg PREFIX=/usr/local -t acme/probe:latest .
rm probe
