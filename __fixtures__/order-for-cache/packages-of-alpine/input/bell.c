#include "chime.h"
int main(void) { return CHIME; }
