package main

func main() { println("back") }
