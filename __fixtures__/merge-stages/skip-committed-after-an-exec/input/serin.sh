#!/bin/sh
echo serin
