package main

func main() {
	println("wren")
}
