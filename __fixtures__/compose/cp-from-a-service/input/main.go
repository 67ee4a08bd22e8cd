package main

func main() {
	println("avocet")
}
