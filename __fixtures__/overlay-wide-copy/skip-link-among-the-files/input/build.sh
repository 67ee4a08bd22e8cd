set -e
docker build -t pages-build -f Dockerfile.build .
docker create --name pages-build pages-build
docker cp pages-build:/out/page-1.txt .
docker cp pages-build:/out/current.txt .
docker rm pages-build
docker build -t acme/pages .
