docker build -t harbour/base:1 base
docker build -t harbour/ship .
