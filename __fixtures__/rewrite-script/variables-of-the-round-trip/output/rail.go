package main

func main() { println("rail") }
