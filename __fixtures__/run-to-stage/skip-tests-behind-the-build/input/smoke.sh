#!/bin/sh
test -x "$1"
