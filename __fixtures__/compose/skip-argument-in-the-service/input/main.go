package main

func main() {
	println("pipit")
}
