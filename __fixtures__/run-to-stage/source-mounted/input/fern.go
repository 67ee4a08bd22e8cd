package main

func main() {
	println("fern")
}
