package main

func main() {
	println("knot")
}
