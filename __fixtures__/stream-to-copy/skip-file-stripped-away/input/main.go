package main

func main() {
	println("fulmar")
}
