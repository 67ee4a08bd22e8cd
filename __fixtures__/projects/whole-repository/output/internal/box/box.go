package box

func Open(version string) { println(version) }
