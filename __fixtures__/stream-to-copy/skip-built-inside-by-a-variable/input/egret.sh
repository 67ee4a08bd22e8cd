#!/bin/sh
echo egret
