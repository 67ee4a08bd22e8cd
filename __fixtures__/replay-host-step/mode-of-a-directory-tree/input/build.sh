set -e
docker build -t menus-render -f Dockerfile.render .
docker create --name menus-render menus-render
docker cp menus-render:/work/menus .
docker rm menus-render
chmod -R a+rX,go-w menus
docker build -t acme/menus:latest .
rm -rf menus
