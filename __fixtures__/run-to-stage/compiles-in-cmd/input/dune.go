package main

func main() {
	println("dune")
}
