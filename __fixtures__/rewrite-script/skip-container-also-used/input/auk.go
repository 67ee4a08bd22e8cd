package main

func main() { println("auk") }
