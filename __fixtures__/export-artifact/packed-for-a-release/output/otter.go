package main

func main() { println("otter") }
