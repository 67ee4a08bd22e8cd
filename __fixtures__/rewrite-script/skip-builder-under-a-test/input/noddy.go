package main

func main() { println("noddy") }
