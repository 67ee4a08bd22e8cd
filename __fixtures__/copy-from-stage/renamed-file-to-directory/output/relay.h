#define PORT 7000
