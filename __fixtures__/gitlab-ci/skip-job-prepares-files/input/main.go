package main

func main() {
	println("fieldfare")
}
