package main

func main() {
	println("curlew")
}
