/** Whether a text names a file, by its name or as the end of a path: not as a part of a longer name. */
export function namesFile(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const isPart = /[\w.-]/.test(text[at - 1] ?? ' ') || /[\w-]/.test(text[at + name.length] ?? ' ');
    if (!isPart) return true;
  }
  return false;
}
