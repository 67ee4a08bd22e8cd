set -e
docker build -t conf-build -f Dockerfile.build .
docker create --name conf-build conf-build
docker cp conf-build:/out/app.conf .
docker rm conf-build
sed -i "s/@VERSION@/$(git describe)/" app.conf
docker build -t acme/conf .
