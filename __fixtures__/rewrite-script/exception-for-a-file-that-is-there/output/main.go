package main

func main() {
	println("turnstone")
}
