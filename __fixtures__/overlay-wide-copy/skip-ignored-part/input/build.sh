set -e
docker build -t notes-build -f Dockerfile.build .
docker create --name notes-build notes-build
docker cp notes-build:/work/out out
docker rm notes-build
docker build -t acme/notes .
