#!/bin/sh
wait

docker build -t duo/both .
