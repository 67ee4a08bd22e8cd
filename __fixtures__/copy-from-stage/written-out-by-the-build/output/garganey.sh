#!/bin/sh
echo garganey
