docker build -t acme/app:build --build-arg VERSION=7 -f build/Dockerfile .
docker run --rm -v "$PWD/mounted:/target" acme/app:build cp -r /src/build/dist /target/dist
test -e mounted/dist
mv mounted/dist moved0
mkdir -p stage1
docker create --name box1 acme/app:build
docker cp box1:/srv/deep/er/page.html stage1/page.html
docker build -t acme/app:latest --build-arg VERSION=8 .
docker build -t acme/tool:latest -f Dockerfile.tool .
