package main

func main() {
	println("vetch")
}
