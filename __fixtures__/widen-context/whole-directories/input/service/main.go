package main

func main() { println("depot") }
