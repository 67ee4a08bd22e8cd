package main

func main() {
	println("lark")
}
