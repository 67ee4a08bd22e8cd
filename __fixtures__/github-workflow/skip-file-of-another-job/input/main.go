package main

func main() {
	println("smew")
}
