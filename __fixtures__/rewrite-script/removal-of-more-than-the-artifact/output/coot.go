package main

func main() { println("coot") }
