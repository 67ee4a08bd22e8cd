package main

func main() {
	println("sanderling")
}
