package main

func main() {
	println("whimbrel")
}
