package main

func main() {
	println("grebe")
}
