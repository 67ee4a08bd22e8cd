package main

func main() {
	println("ortolan")
}
