package main

import "example.org/fleet/postbox/internal/box"

var version = "unset"

func main() { box.Open(version) }
