target "test" {
  dockerfile = "Dockerfile.build"
}
