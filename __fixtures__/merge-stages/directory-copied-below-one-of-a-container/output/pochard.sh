#!/bin/sh
echo pochard
