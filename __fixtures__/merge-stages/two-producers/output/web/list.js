export const list = ["tea", "milk"];
