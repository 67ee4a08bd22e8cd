package main

func main() {
	println("godwit")
}
