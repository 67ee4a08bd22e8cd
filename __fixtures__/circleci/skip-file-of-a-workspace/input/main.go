package main

func main() {
	println("gadwall")
}
