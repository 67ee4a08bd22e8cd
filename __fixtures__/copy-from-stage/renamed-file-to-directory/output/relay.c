#include "relay.h"

int main(void) { return PORT == 0; }
