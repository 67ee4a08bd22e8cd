package main

func main() {
	println("wheatear")
}
