#include <stdio.h>

int main(void) { return puts("waxing") < 0; }
