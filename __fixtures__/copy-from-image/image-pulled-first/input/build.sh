set -e
docker pull consul:1.11
docker create --name consul consul:1.11
docker cp consul:/bin/consul .
docker rm consul
docker build -t acme/consul:latest .
rm consul
