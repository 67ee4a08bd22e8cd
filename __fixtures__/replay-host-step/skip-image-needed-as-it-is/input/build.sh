set -e
docker build -t acme/hook:build -f Dockerfile.build .
docker push acme/hook:build
docker create --name hook-build acme/hook:build
docker cp hook-build:/out/hook.sh .
docker rm hook-build
chmod 700 hook.sh
docker build -t acme/hook .
