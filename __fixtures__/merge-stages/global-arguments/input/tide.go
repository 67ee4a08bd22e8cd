package main

func main() { println("high water 06:12") }
