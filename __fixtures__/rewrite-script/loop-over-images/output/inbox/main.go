package main

func main() { println("inbox") }
