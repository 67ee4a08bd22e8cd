#!/bin/sh
echo knot
