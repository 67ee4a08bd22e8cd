import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { readTree, toChange } from '../testing/file-changes.ts';
import { git, makeDirectory, makeRepository, removeDirectories } from '../testing/temporary-directory.ts';
import type { Assignment } from '../testing/transaction-process.ts';
import { applyChanges } from './apply-changes.ts';
import { findWorkTree } from './find-work-tree.ts';
import { recover } from './recover.ts';
import { undo } from './undo.ts';

/** Starts a process per step; the default of five seconds is for one. */
const TIME_LIMIT = 180_000;
/** The last step before a transaction is committed: all files are new. */
const COMMIT = 'pending.json ';
const HERE = dirname(fileURLToPath(import.meta.url));
const BUILDER = '\ufeffFROM golang:1.21\r\nRUN go build -o app .\r\n';
const INPUT = {
  Dockerfile: { text: 'FROM alpine:3\nCOPY app ./\n', mode: 0o600 },
  'docker/Dockerfile.build': { text: BUILDER, mode: 0o640 },
  'build.sh': { text: '#!/bin/sh\ndocker build .\n', mode: 0o755 },
};
const CHANGES = [
  toChange('Dockerfile', INPUT.Dockerfile.text, 'FROM golang:1.21 AS builder\nFROM alpine:3\n', 0o600),
  toChange('docker/Dockerfile.build', BUILDER, undefined, 0o640),
  toChange('new/deep/notes.md', undefined, 'converted\n', 0o644),
  toChange('build.sh', INPUT['build.sh'].text, '#!/bin/sh\ndocker build -t app .\n', 0o700),
];

const scratch = makeDirectory();
const program = join(scratch, 'transaction-process.mjs');
const environment = { PATH: process.env.PATH, HOME: scratch, XDG_STATE_HOME: join(scratch, 'state') };
const options = { environment };

beforeAll(() => {
  buildSync({
    entryPoints: [join(HERE, '../testing/transaction-process.ts')],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
});
afterAll(removeDirectories);

function makeInput(place: string): string {
  if (place === 'outside git') return makeDirectory(INPUT);
  const root = makeRepository(INPUT);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Start');
  return root;
}

/** `signal` when the process was killed, else what it printed. */
function runProcess(assignment: Assignment): Promise<{ signal: string | null; output: string; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, JSON.stringify(assignment)], { env: environment });
    const chunks: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        chunks[name] += text;
      });
    }
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve({ signal, output: chunks.stdout, errors: chunks.stderr }));
  });
}

async function countSteps(assignment: Omit<Assignment, 'killAt'>): Promise<number> {
  const { output, errors } = await runProcess({ ...assignment, killAt: undefined });
  expect(errors).toBe('');
  return Number(JSON.parse(output).steps);
}

/** Runs a case for every step, four at a time. */
async function forEachStep(steps: number, run: (killAt: number) => Promise<void>): Promise<void> {
  const numbers = Array.from({ length: steps }, (_, index) => index + 1);
  const work = async () => {
    for (let next = numbers.shift(); next !== undefined; next = numbers.shift()) await run(next);
  };
  await Promise.all([work(), work(), work(), work()]);
}

/** Nothing of a transaction, and no lock, is left in the state directory. */
async function expectWholeState(root: string): Promise<void> {
  const { state } = await findWorkTree(root, environment);
  const names = existsSync(state) ? readdirSync(state) : [];
  expect(names.filter((name) => name !== 'history')).toEqual([]);
}

describe.each(['in git', 'outside git'])('a kill at any step, %s', (place) => {
  test(
    'of apply leaves what recover brings to all-old or all-new, and undo gives back everything',
    async () => {
      const model = makeInput(place);
      const before = readTree(model);
      const steps = await countSteps({ verb: 'apply', root: model, changes: CHANGES });
      const after = readTree(model);
      const seen = { torn: 0, old: 0, new: 0 };
      await forEachStep(steps, async (killAt) => {
        const root = makeInput(place);
        expect(await runProcess({ verb: 'apply', root, changes: CHANGES, killAt })).toMatchObject({ signal: 'SIGKILL' });
        const found = JSON.stringify(readTree(root));
        if (found !== JSON.stringify(before) && found !== JSON.stringify(after)) seen.torn += 1;
        const { kind } = await recover(root, options);
        expect(['nothing', 'rolled-back']).toContain(kind);
        const tree = readTree(root);
        const isNew = JSON.stringify(tree) === JSON.stringify(after);
        expect(tree).toEqual(isNew ? after : before);
        seen[isNew ? 'new' : 'old'] += 1;
        if (!isNew) expect(await applyChanges(root, CHANGES, options)).toMatchObject({ kind: 'applied' });
        expect(readTree(root)).toEqual(after);
        expect(await undo(root, options)).toMatchObject({ kind: 'undone', left: 0 });
        expect(readTree(root)).toEqual(before);
        await expectWholeState(root);
      });
      expect(steps).toBeGreaterThan(40);
      expect(seen.torn).toBeGreaterThan(10);
      expect(seen.old).toBeGreaterThan(20);
      expect(seen.new).toBeGreaterThan(1);
    },
    TIME_LIMIT,
  );
});

test(
  'a kill of undo at any step leaves what the next undo completes',
  async () => {
    const makeApplied = async () => {
      const root = makeInput('outside git');
      expect(await applyChanges(root, CHANGES, options)).toMatchObject({ kind: 'applied' });
      return root;
    };
    const before = readTree(makeInput('outside git'));
    const model = await makeApplied();
    const after = readTree(model);
    const steps = await countSteps({ verb: 'undo', root: model, changes: [] });
    expect(readTree(model)).toEqual(before);
    const kinds = new Set<string>();
    await forEachStep(steps, async (killAt) => {
      const root = await makeApplied();
      expect(await runProcess({ verb: 'undo', root, changes: [], killAt })).toMatchObject({ signal: 'SIGKILL' });
      const { kind } = await recover(root, options);
      kinds.add(kind);
      const tree = readTree(root);
      expect([after, before]).toContainEqual(tree);
      const isUndone = JSON.stringify(tree) === JSON.stringify(before);
      expect(await undo(root, options)).toMatchObject({ kind: isUndone ? 'refused' : 'undone' });
      expect(readTree(root)).toEqual(before);
      await expectWholeState(root);
    });
    expect([...kinds].sort()).toEqual(['finished', 'nothing', 'rolled-back']);
  },
  TIME_LIMIT,
);

test(
  'a kill of recover at any step leaves what the next recover completes',
  async () => {
    const before = readTree(makeInput('outside git'));
    const makeTorn = async () => {
      const root = makeInput('outside git');
      await runProcess({ verb: 'apply', root, changes: CHANGES, killAt: COMMIT });
      expect(readTree(root)).not.toEqual(before);
      return root;
    };
    const steps = await countSteps({ verb: 'recover', root: await makeTorn(), changes: [] });
    expect(steps).toBeGreaterThan(20);
    await forEachStep(steps, async (killAt) => {
      const root = await makeTorn();
      expect(await runProcess({ verb: 'recover', root, changes: [], killAt })).toMatchObject({ signal: 'SIGKILL' });
      expect(await recover(root, options)).toMatchObject({ kind: expect.stringMatching(/^(?:nothing|rolled-back)$/) });
      expect(readTree(root)).toEqual(before);
      expect(await recover(root, options)).toEqual({ kind: 'nothing' });
    });
  },
  TIME_LIMIT,
);

describe('a file that is changed between a kill and the recovery', () => {
  async function makeKilled(): Promise<string> {
    const root = makeInput('outside git');
    await runProcess({ verb: 'apply', root, changes: CHANGES, killAt: COMMIT });
    return root;
  }

  test('is not written over; the message names it and the journal', async () => {
    const root = await makeKilled();
    writeFileSync(join(root, 'Dockerfile'), 'FROM mine\n');
    const tree = readTree(root);
    const { state } = await findWorkTree(root, environment);
    const refused = await recover(root, options);
    expect(refused).toMatchObject({
      kind: 'refused',
      diagnostics: [
        {
          code: 'tree/interrupted',
          message: expect.stringContaining('`Dockerfile`'),
          help: expect.stringContaining(join(state, 'pending.json')),
        },
      ],
    });
    expect(readTree(root)).toEqual(tree);
    for (const result of [await applyChanges(root, CHANGES, options), await undo(root, options)]) {
      expect(result).toEqual(refused);
    }
  });

  test('is left as it is when its new text was still waiting', async () => {
    const root = makeInput('outside git');
    const before = readTree(root);
    await runProcess({ verb: 'apply', root, changes: CHANGES, killAt: join(root, 'Dockerfile') });
    expect(Object.keys(readTree(root)).length).toBeGreaterThan(Object.keys(before).length);
    writeFileSync(join(root, 'Dockerfile'), 'FROM mine\n');
    expect(await recover(root, options)).toMatchObject({ kind: 'rolled-back' });
    expect(readTree(root)).toEqual({ ...before, Dockerfile: '600 FROM mine\n' });
  });

  test('with its old text in place the recovery goes on', async () => {
    const root = await makeKilled();
    writeFileSync(join(root, 'Dockerfile'), INPUT.Dockerfile.text);
    expect(await recover(root, options)).toMatchObject({ kind: 'rolled-back', transaction: 'apply' });
    expect(readTree(root)).toEqual(readTree(makeInput('outside git')));
  });
});
