export const pages = ['Start', 'Reference'];
