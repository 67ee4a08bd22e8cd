set -e
docker build -t turbine-build -f Dockerfile.build .
docker create --name turbine-build turbine-build
docker cp turbine-build:/work/turbine .
docker rm turbine-build
docker build -t acme/turbine:latest .
