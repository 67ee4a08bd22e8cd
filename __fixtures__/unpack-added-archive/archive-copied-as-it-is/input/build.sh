set -e
docker build -t drive-build -f Dockerfile.build .
docker create --name drive-build drive-build
docker cp drive-build:/drive.tar .
docker rm drive-build
docker build -t acme/drive:latest .
