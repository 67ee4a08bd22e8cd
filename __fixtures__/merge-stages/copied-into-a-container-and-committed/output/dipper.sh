#!/bin/sh
echo dipper
