set -e
docker build -t site-build -f Dockerfile.build .
docker create --name site-build site-build
docker create --name site-nginx nginx:1.21
docker cp site-build:/out/site .
docker cp site-nginx:/usr/share/nginx/html/50x.html .
docker rm site-build site-nginx
docker build -t acme/site:latest .
rm site 50x.html
