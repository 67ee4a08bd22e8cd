package main

func main() { println("bittern") }
