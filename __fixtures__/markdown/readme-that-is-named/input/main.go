package main

func main() {
	println("phalarope")
}
