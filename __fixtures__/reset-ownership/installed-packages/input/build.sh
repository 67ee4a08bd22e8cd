set -e
docker build -t chatter-build -f Dockerfile.build .
docker create --name chatter-build chatter-build
docker cp chatter-build:/app/node_modules .
docker cp chatter-build:/app/dist .
docker rm chatter-build
docker build -t acme/chatter:latest .
