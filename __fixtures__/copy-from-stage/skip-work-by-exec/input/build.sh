set -e
docker build -t solver-build -f Dockerfile.build .
docker run -d --name solver-build solver-build sleep 600
docker exec solver-build make solver
docker cp solver-build:/src/solver .
docker rm -f solver-build
docker build -t acme/solver .
