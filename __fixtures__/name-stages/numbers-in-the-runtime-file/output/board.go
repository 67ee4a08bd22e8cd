package main

func main() { println("board") }
