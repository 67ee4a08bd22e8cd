set -e
mkdir -p errors
docker create --name nginx nginx:1.21
docker cp nginx:/usr/share/nginx/html/50x.html errors/
docker rm nginx
docker build -t acme/pages:latest .
rm -r errors
