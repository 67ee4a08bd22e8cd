#!/bin/bash
set -eu
docker build -t vpn-config -f Dockerfile.config .
docker create --name vpn-config vpn-config
docker cp vpn-config:/config/wg0.conf .
docker rm vpn-config

chmod 0600 wg0.conf
mkdir -p root/etc/wireguard
mv wg0.conf root/etc/wireguard/home.conf

docker build -t acme/vpn:latest .
rm -rf root
