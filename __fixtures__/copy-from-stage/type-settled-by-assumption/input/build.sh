set -e
docker build -t tool-build -f Dockerfile.build .
docker create --name tool-build tool-build
docker cp tool-build:/opt/tool acme-tool
docker rm tool-build
docker build -t acme/tool:latest .
rm acme-tool
