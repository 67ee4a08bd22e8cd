import type { HostKind } from '../generated/shape.ts';
import { writeHost } from '../generated/write-host.ts';
import { readHost } from './read-host.ts';

const GROUPS = [
  ['echo start'],
  ['id=$(docker create $IMAGE:build)', 'docker cp $id:/app .'],
  ['# a comment'],
  [`sh -c "it's: here"`],
];

describe('what the model runs of a file', () => {
  test.each<Exclude<HostKind, 'shell'>>(['makefile', 'package-json', 'gitlab-ci', 'github-workflow'])(
    'is what the generator put into it: %s',
    (kind) => {
      const host = writeHost(kind, GROUPS, { IMAGE: 'acme/app' });
      const { shells, variables } = readHost(host.path, host.text);
      const text = shells.map((shell) => shell.text).join('\n');
      const isKnown = text.includes('acme/app:build') || variables.IMAGE === 'acme/app' || text.includes('IMAGE=acme/app');
      expect(isKnown).toBe(true);
      for (const part of ['echo start', 'docker cp $id:/app .', `sh -c "it's: here"`]) expect(text).toContain(part);
    },
  );

  test('goes on in one shell where the file does, and starts another where it does not', () => {
    const count = (kind: Exclude<HostKind, 'shell'>) => {
      const host = writeHost(kind, GROUPS, {});
      return readHost(host.path, host.text).shells.length;
    };
    expect([count('makefile'), count('package-json'), count('gitlab-ci'), count('github-workflow')]).toEqual([4, 1, 1, 4]);
  });

  test('of a recipe goes on behind a failure where the line starts with a dash', () => {
    const { shells } = readHost('Makefile', 'all:\n\t-docker rm x\n\t@echo $$HOME\n');
    expect(shells.map(({ text }) => text)).toEqual(['docker rm x || true', 'echo $HOME']);
  });
});
