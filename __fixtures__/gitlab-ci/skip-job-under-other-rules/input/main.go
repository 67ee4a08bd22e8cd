package main

func main() {
	println("bunting")
}
