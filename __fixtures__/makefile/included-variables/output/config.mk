APP     = avocet
BUILDER = $(APP)-compile
