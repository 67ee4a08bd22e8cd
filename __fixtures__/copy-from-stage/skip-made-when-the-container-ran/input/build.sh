set -e
docker build -t solver-build -f Dockerfile.build .
docker run --name solver-build solver-build make solver
docker cp solver-build:/src/solver .
docker rm solver-build
docker build -t acme/solver .
