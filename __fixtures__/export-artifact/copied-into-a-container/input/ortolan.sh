#!/bin/sh
echo ortolan
