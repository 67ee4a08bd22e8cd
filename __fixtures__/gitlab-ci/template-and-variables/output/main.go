package main

func main() {
	println("dunlin")
}
