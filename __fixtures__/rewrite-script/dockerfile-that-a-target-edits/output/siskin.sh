#!/bin/sh
echo siskin @VERSION@
