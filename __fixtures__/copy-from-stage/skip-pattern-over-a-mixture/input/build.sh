set -e
docker build -t site-render -f Dockerfile.render .
docker create --name site-render site-render
docker cp site-render:/work/site.conf .
docker rm site-render
docker build -t acme/site .
