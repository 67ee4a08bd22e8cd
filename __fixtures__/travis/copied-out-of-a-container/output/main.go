package main

func main() {
	println("heron")
}
