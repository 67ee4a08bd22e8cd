#include "anvil.h"

int main(void) { return STRENGTH - 9; }
