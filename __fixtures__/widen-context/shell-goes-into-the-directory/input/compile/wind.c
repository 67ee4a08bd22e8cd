#include "wind.h"
int main(void) { return WIND; }
