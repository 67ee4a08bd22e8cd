package main

func main() { println("balanced") }
