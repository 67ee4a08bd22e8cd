package main

func main() { println("perch") }
