set -e
docker build -t tour-render -f Dockerfile.render .
docker create --name tour-render tour-render
docker cp 'tour-render:/data/city tour.txt' .
docker rm tour-render
chmod 444 'city tour.txt'
docker build -t acme/tour:latest .
rm -f 'city tour.txt'
