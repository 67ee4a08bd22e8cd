package main

func main() {
	println("merganser")
}
