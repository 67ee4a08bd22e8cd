docker build -t acme/app:build -f Dockerfile.build .
docker run --name box1 -e MODE=fast acme/app:build sh -c "mkdir -p /made && echo page.html > /made/page.html"
docker cp box1:/made/page.html page.html
docker rm box1
cp -r page.html spare1
chmod +x page.html
docker build -t acme/app:latest -f Dockerfile.run .
rm -rf page.html
