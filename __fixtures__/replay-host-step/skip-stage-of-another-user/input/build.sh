set -e
docker build -t hook-build -f Dockerfile.build .
docker create --name hook-build hook-build
docker cp hook-build:/out/hook.sh .
docker rm hook-build
chmod 700 hook.sh
docker build -t acme/hook .
