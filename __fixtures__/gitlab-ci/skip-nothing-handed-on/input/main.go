package main

func main() {
	println("brambling")
}
