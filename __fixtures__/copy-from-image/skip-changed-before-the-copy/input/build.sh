set -e
docker create --name conf nginx:1.21
docker cp extra.conf conf:/etc/nginx/conf.d/extra.conf
docker cp conf:/etc/nginx/conf.d .
docker rm conf
docker build -t acme/edge .
