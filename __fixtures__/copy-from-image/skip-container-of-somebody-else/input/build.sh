set -e
docker cp production-db:/var/lib/app/state.db .
docker build -t acme/fixtures .
