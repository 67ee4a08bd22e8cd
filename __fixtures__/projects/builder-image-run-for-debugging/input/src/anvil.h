#define STRENGTH 9
