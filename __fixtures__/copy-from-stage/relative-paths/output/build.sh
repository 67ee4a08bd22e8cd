set -e
docker image build -t acme/clock:latest .
