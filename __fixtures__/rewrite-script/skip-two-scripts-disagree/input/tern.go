package main

func main() { println("tern") }
