set -e
docker build -t mapper-build -f Dockerfile.build .
docker create --name mapper-build mapper-build
docker cp -L mapper-build:/usr/local/bin/mapper .
docker cp -L mapper-build:/opt/current release
docker rm mapper-build
docker build -t acme/mapper:latest .
