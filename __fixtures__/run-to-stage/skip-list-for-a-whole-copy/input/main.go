package main

func main() {
	println("ruff")
}
