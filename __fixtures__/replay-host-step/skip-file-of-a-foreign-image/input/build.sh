set -e
docker create --name conf nginx:1.21
docker cp conf:/etc/nginx/nginx.conf .
docker rm conf
chmod 640 nginx.conf
docker build -t acme/edge .
