#!/bin/sh
echo wryneck
