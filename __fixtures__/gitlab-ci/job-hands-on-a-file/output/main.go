package main

func main() {
	println("plover")
}
