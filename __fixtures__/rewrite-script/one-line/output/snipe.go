package main

func main() { println("snipe") }
