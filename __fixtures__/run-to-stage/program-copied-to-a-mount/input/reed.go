package main

func main() {
	println("reed")
}
