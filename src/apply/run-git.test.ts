import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

test('a missing object is not fetched by the program that a repository names', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'restage-git-'));
  try {
    const mark = join(directory, 'mark');
    const script = join(directory, 'fetch.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    const git = (...words: string[]): unknown => execFileSync('git', ['-C', directory, ...words], { stdio: 'ignore' });
    git('init', '--quiet');
    git('config', 'core.repositoryFormatVersion', '1');
    git('config', 'extensions.partialClone', 'origin');
    git('config', 'remote.origin.url', directory);
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'remote.origin.uploadpack', script);
    const words = ['cat-file', '-p', '0123456789012345678901234567890123456789'];
    expect(() => git(...words)).toThrow();
    expect(existsSync(mark)).toBe(true);
    rmSync(mark);

    expect(await runGit(words, { directory, environment: process.env })).toMatchObject({ kind: 'failed' });
    expect(existsSync(mark)).toBe(false);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
