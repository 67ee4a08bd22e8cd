package main

func main() {
	println("kelp")
}
