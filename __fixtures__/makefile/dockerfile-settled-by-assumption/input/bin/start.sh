#!/bin/sh
exec scaup
