package main

func main() {
	println("stork")
}
