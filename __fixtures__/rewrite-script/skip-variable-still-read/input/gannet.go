package main

func main() { println("gannet") }
