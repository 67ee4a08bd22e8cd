set -e
docker build -t notes-build -f Dockerfile.build .
docker create --name notes-build notes-build
docker cp notes-build:/out .
docker rm notes-build
date >> out/notes.txt
docker build -t acme/notes .
