package main

func main() { println("queuectl") }
