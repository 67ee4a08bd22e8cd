#define CHIME 0
