set -e
docker build -t desk-maven -f Dockerfile.maven .
docker create --name desk-maven desk-maven
docker cp desk-maven:/desk/target/desk-3.1.war ROOT.war
docker rm desk-maven
docker build -t acme/desk:latest .
rm ROOT.war
