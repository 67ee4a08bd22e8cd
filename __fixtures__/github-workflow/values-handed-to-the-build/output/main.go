package main

var ref string

func main() {
	println(ref)
}
