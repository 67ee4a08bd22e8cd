package main

func main() {
	println("egret")
}
