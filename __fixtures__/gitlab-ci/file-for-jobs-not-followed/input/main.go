package main

func main() {
	println("dotterel")
}
