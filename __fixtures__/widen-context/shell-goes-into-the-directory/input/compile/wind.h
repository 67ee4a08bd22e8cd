#define WIND 0
