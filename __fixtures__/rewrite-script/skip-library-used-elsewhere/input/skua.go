package main

func main() { println("skua") }
