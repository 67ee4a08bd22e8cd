package main

func main() { println("teal") }
