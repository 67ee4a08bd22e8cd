package main

func main() {
	println("siskin")
}
