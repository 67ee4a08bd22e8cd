package main

func main() {
	println("crossbill")
}
