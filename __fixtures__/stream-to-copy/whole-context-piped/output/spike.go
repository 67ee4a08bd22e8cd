package main

func main() {
	println("spike")
}
