export const inbox = [];
