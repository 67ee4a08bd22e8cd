package main

func main() { println("scaup") }
