export const size = 20;
