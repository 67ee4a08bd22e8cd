package main

func main() { println("wigeon") }
