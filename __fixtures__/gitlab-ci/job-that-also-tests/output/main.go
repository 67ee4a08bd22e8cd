package main

func main() {
	println("twite")
}
