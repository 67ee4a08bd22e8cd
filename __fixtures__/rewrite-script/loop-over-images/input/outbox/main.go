package main

func main() { println("outbox") }
