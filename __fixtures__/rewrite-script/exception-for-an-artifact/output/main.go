package main

func main() {
	println("stint")
}
