package main

func main() {
	println("lapwing")
}
