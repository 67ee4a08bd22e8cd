package main

func main() {
	println("razorbill")
}
