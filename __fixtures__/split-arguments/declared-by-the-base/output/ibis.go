package main

func main() {
	println("ibis")
}
