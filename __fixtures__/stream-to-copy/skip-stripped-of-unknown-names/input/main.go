package main

func main() {
	println("guillemot")
}
