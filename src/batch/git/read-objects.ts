import { type GitSetting, runGit } from './run-git.ts';

/** One path of a commit. */
export interface TreeEntry {
  readonly path: string;
  /** As git writes it: `100644`, `100755`, `120000` (link), `160000` (submodule), `040000`. */
  readonly mode: string;
  readonly object: string;
}

/** Everything in a commit, or below the paths. @throws Error with what git said. */
export async function listTree(
  commit: string,
  setting: GitSetting,
  paths: readonly string[] = [],
): Promise<readonly TreeEntry[]> {
  const answer = await runGit(['ls-tree', '-r', '-t', '-z', '--full-tree', commit, '--', ...paths], setting);
  if (answer.kind === 'failed') throw new Error(answer.message);
  return answer.output
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [head = '', ...rest] = line.split('\t');
      const [mode = '', , object = ''] = head.split(' ');
      return { path: rest.join('\t'), mode, object };
    });
}

/** The bytes of objects by their names, without those above `limit` bytes and those that are not there. @throws as `listTree`. */
export async function readObjects(
  objects: readonly string[],
  setting: GitSetting,
  limit: number,
): Promise<ReadonlyMap<string, Buffer>> {
  if (objects.length === 0) return new Map();
  const sizes = await runGit(['cat-file', '--batch-check'], { ...setting, input: `${objects.join('\n')}\n` });
  if (sizes.kind === 'failed') throw new Error(sizes.message);
  const lines = sizes.output.toString('latin1').split('\n');
  const small = objects.filter((_, index) => {
    const [, type, size] = (lines[index] ?? '').split(' ');
    return type === 'blob' && Number(size) <= limit;
  });
  if (small.length === 0) return new Map();
  const answer = await runGit(['cat-file', '--batch'], { ...setting, input: `${small.join('\n')}\n` });
  if (answer.kind === 'failed') throw new Error(answer.message);
  return splitBatch(answer.output);
}

/** git-cat-file(1), batch output: `<object> <type> <size>`, a line end, the bytes, a line end. */
function splitBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at);
    const [object = '', , size = '0'] = output.toString('latin1', at, end).split(' ');
    const start = end + 1;
    contents.set(object, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}
