package main

func main() {
	println("vole")
}
