set -e
docker create --name plugins registry.example.com/vendor/plugins:3
docker cp plugins:/plugins.tar.gz .
docker rm plugins
docker build -t acme/host .
