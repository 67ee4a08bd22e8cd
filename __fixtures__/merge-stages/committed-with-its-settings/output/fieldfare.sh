#!/bin/sh
echo fieldfare
