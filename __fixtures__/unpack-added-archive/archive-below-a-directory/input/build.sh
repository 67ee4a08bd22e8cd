set -e
docker build -t theme-build -f Dockerfile.build .
docker create --name theme-build theme-build
docker cp theme-build:/work/release .
docker rm theme-build
docker build -t acme/theme:latest .
rm -rf release
