set -e
docker build -t acme/turbine:latest .
