package main

func main() { println("links") }
