package main

func main() {
	println("pack")
}
