package main

func main() {
	println("puffin")
}
