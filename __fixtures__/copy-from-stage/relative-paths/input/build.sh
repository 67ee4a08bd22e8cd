set -e
docker image build -t clock-build -f Dockerfile.build .
docker container create --name clock-build clock-build
docker container cp clock-build:src/out/clock .
docker container rm clock-build
docker image build -t acme/clock:latest .
rm clock
