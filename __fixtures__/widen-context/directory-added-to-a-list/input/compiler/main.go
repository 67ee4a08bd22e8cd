package main

func main() {
	println("shoveler")
}
