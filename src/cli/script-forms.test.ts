import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readProject } from '../discover/read-project.ts';
import type { FileChange } from '../model/plan.ts';
import { type Entry, makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { findMentions } from './find-mentions.ts';
import { findScriptForms } from './find-script-forms.ts';

afterAll(removeDirectories);

function change(after: string, path = 'build.sh'): FileChange {
  return { path, action: 'modify', before: '', after, mode: 0o755, origins: [] };
}

const BUILD = 'docker build -t app .';

describe('the forms of a rewritten script', () => {
  test.each<[string, string, string | undefined, string | undefined]>([
    ['that only builds', `#!/bin/sh\n${BUILD}\n`, undefined, BUILD],
    ['that speaks', `#!/bin/sh\nset -e\necho start\n\n${BUILD}\necho done\n`, `#!/bin/sh\nset -e\n${BUILD}\n`, BUILD],
    ['with remarks', `#!/bin/sh\n# All of it.\n${BUILD} # here\n`, `#!/bin/sh\n${BUILD}\n`, BUILD],
    ['without a first line', `echo start\n${BUILD}\n`, `${BUILD}\n`, BUILD],
    ['of CRLF lines', `#!/bin/sh\r\necho a\r\n${BUILD}\r\n`, `#!/bin/sh\r\n${BUILD}\r\n`, BUILD],
    [
      'that needs a variable',
      '#!/bin/sh\nTAG=$(git describe)\necho "$TAG"\ndocker build -t app:$TAG .\n',
      '#!/bin/sh\nTAG=$(git describe)\ndocker build -t app:$TAG .\n',
      undefined,
    ],
    ['that changes the directory', `cd app\necho a\n${BUILD}\n`, `cd app\n${BUILD}\n`, undefined],
    ['of two builds', `echo a\n${BUILD}\ndocker build b\n`, `${BUILD}\ndocker build b\n`, undefined],
    ['that takes its arguments', '#!/bin/sh\ndocker build -t app "$@" .\n', undefined, undefined],
    ['that gives up', `echo a\n${BUILD} || exit 1\n`, `${BUILD} || exit 1\n`, undefined],
    ['that pushes', `${BUILD}\ndocker push app\n`, undefined, undefined],
    ['that runs something while it speaks', `echo $(rm -rf x)\n${BUILD}\n`, undefined, undefined],
    ['that writes while it speaks', `echo a > b\n${BUILD}\n`, undefined, undefined],
    ['with a branch', `if true; then ${BUILD}; fi\n`, undefined, undefined],
    ['that builds nothing', 'echo a\n', undefined, undefined],
    ['that does not parse', `${BUILD}\nif\n`, undefined, undefined],
  ])('%s', (_name, text, shim, command) => {
    const [forms] = findScriptForms([change(text)]);
    expect([forms?.shim, forms?.command]).toEqual([shim, command]);
  });

  test('are those of shell scripts', () => {
    expect(findScriptForms([change(`all:\n\t${BUILD}\n`, 'Makefile'), { ...change(BUILD), action: 'delete' }])).toEqual([]);
  });
});

describe('what names a script', () => {
  async function find(files: Readonly<Record<string, Entry>>, changes: readonly FileChange[] = [], link?: string) {
    const root = makeDirectory({ 'ci/build.sh': 'docker build .\n', ...files });
    if (link !== undefined) symlinkSync(link, join(root, 'link'));
    const { project } = await readProject(root);
    return findMentions(root, { project, path: 'ci/build.sh', changes });
  }

  test.each<[string, Readonly<Record<string, Entry>>, readonly string[]]>([
    ['nothing', { 'notes.txt': 'rebuild.sh, build.sh.bak, build.shx, my-build.sh' }, []],
    ['a file of any kind', { 'tool.py': 'import os\nos.system("./ci/build.sh -x")\n' }, ['tool.py:2']],
    ['a document', { 'README.md': 'Run `build.sh`.\n' }, ['README.md:1']],
    ['a Makefile', { Makefile: 'all:\n\tci/build.sh\n' }, ['Makefile:2']],
    ['a file that is too large', { 'data.txt': 'x'.repeat(2 ** 20 + 1) }, ['data.txt, which cannot be looked into,']],
  ])('%s', async (_name, files, places) => {
    expect(await find(files)).toEqual(places);
  });

  test('a link', async () => {
    expect(await find({}, [], 'ci/build.sh')).toEqual(['link:1']);
  });

  test('files as they will be', async () => {
    const files = { Makefile: 'all:\n\tci/build.sh\n', 'README.md': 'Nothing.\n' };
    const gone: FileChange = { ...change('', 'Makefile'), action: 'delete', after: undefined };
    expect(await find(files, [gone, change('Run build.sh\n', 'README.md')])).toEqual(['README.md:1']);
  });
});
