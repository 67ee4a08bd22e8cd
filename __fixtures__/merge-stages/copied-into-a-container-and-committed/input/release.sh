#!/bin/sh
set -e
docker build -t acme/dipper-build -f Dockerfile.build .
docker create --name dipper-build acme/dipper-build
docker cp dipper-build:/src/dipper ./dipper
docker rm dipper-build

docker create --name dipper --workdir /var/lib/dipper busybox:1.33
docker cp dipper dipper:/usr/bin/dipper
docker cp etc dipper:/etc/dipper
docker commit --change 'CMD ["dipper"]' --change 'EXPOSE 8080' -m 'release' dipper acme/dipper:latest
docker rm dipper
rm dipper
