package main

func main() {
	println("goldcrest")
}
