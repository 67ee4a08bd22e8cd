/** A directory as a host file has it, relative to the repository root; `undefined` for the root itself. */
export function readDirectory(written: string | undefined): string | undefined {
  const clean = written?.replace(/^\.\/|\/+$/g, '').replace(/^\.$/, '');
  return clean === '' ? undefined : clean;
}
