package main

func main() { println("queued") }
