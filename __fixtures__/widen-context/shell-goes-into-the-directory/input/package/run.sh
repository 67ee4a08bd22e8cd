#!/bin/sh
exec /opt/wind
