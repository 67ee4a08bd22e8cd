#!/bin/sh
echo ahoy
