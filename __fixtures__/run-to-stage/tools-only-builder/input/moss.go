package main

func main() {
	println("moss")
}
