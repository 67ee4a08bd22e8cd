package main

func main() {
	println("redpoll")
}
