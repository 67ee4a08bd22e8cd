package main

func main() { println("four minutes") }
