/** The Makefile that make finds by itself in a directory; it looks in this order (GNU make manual, 3.2). */
export function findDefaultFile(directory: string, has: (path: string) => boolean): string | undefined {
  const prefix = directory === '' ? '' : `${directory}/`;
  return ['GNUmakefile', 'makefile', 'Makefile'].map((name) => `${prefix}${name}`).find(has);
}
