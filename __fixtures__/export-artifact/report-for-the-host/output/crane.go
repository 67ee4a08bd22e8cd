package main

func main() {
	println("crane")
}
