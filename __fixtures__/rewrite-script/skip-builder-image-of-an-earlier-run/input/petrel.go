package main

func main() { println("petrel") }
