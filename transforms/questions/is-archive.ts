/** Whether a name is one of a tar archive, which `ADD` unpacks: plain, or packed with gzip, bzip2 or xz. */
export function isArchiveName(path: string): boolean {
  return /\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz|zst|Z))$/i.test(path);
}

/** Whether `ADD` may unpack what a name or a pattern stands for. A pattern that ends in another extension hits no archive. */
export function mayBeArchive(path: string): boolean {
  if (!/[*?[]/.test(path)) return isArchiveName(path);
  const [extension] = /\.\w+$/.exec(path) ?? [];
  return extension === undefined || /^\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst|Z)$/i.test(extension);
}

/** The letter that tells `tar` how an archive is packed; `''` for a plain one. */
export function findPacking(path: string): '' | 'z' | 'j' | 'J' {
  if (/\.(?:tgz|gz)$/i.test(path)) return 'z';
  if (/\.(?:tbz2?|bz2)$/i.test(path)) return 'j';
  return /\.(?:txz|xz)$/i.test(path) ? 'J' : '';
}
