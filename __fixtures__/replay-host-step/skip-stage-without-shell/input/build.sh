set -e
docker build -t motd-build -f Dockerfile.build .
docker create --name motd-build motd-build
docker cp motd-build:/motd .
docker rm motd-build
chmod 600 motd
docker build -t acme/motd .
