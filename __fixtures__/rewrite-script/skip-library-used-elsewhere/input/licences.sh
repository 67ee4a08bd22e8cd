#!/bin/sh
. ./lib.sh
extract nginx:1.21 /usr/share/nginx/html/index.html
