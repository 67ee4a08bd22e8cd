package main

import "github.com/meadow/hay"

func main() { println(hay.Bales) }
