package main

func main() {
	println("pochard")
}
