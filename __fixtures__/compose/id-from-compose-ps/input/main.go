package main

func main() {
	println("dunnock")
}
