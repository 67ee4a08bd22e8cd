package main

func main() { println("spool") }
