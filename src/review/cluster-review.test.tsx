import { loadMember, openClusters, sampleClusters } from '../testing/cluster-sample.ts';
import { press } from '../testing/review-sample.ts';
import { COMMANDS } from './commands.ts';
import { describeStep } from './describe-step.ts';
import { drawHelp } from './draw-pages.ts';
import { drawScreen } from './draw-screen.ts';
import { listCommands } from './list-commands.ts';
import { printFrame } from './print-frame.ts';
import { findChanges, findProposal, type ReviewState } from './review-state.ts';
import { paintLine } from './segment.ts';
import { createTokenReader } from './tokens.ts';
import { createUnaskedTasks } from './unasked-tasks.ts';

const ALL = [loadMember('rare'), loadMember('large'), loadMember('small')];

/** Every cluster read, the first on the screen. */
function openRead(): ReviewState {
  return press(openClusters(), 'enter', ...ALL).state;
}

/** The verdicts of all clusters, one letter each, and which is on the screen. */
function show(state: ReviewState): string {
  const verdicts = state.proposals.map(({ key }) => (state.ledger.choices.get(key)?.verdict ?? 'undecided')[0]);
  return `${verdicts.join('')} ${findProposal(state)?.key}`;
}

function draw(state: ReviewState): readonly string[] {
  return printFrame(
    drawScreen(
      state,
      createTokenReader(() => []),
    ),
    false,
  ).map((row) => row.trimEnd());
}

test('outliers come first, and what is converted is left out', () => {
  expect(sampleClusters().map(({ title }) => title)).toEqual([
    'outlier rare, rare-0',
    'cluster large, 6 repositories',
    'cluster small, 5 repositories',
  ]);
  expect(sampleClusters(['rare-0', 'large-0']).map(({ title }) => title)).toEqual([
    'cluster large, 5 repositories',
    'cluster small, 5 repositories',
  ]);
});

describe('keys', () => {
  test.each<[string, readonly string[], string]>([
    ['y accepts and goes on', ['y'], 'auu large'],
    ['n rejects and goes on', ['n'], 'ruu large'],
    ['space leaves it for later', ['space'], 'luu large'],
    ['u takes back', ['y', 'n', 'u'], 'auu large'],
    ['ctrl-r does again', ['y', 'u', 'ctrl-r'], 'auu rare'],
    ['Enter in the list goes there', ['L', 'j', 'j', 'enter'], 'uuu small'],
    ['Escape in the list stays', ['L', 'j', 'escape'], 'uuu rare'],
    ['nothing is decided in the list', ['L', 'y', 'n', 'space', 'A', 'escape'], 'uuu rare'],
    ['A, e, o and V have no meaning', ['A', 'y', 'escape', 'e', 'o', 'V'], 'auu large'],
    ['Tab decides nothing', ['.', 'tab'], 'uuu large'],
  ])('%s', (_name, keys, shown) => {
    expect(show(press(openRead(), ...keys).state)).toBe(shown);
  });

  test('the journal names clusters', () => {
    expect(press(openRead(), 'y', 'tab', 'c', 'k', 'enter', 'u').events).toEqual([
      { kind: 'verdict', keys: ['rare'], verdict: 'accepted' },
      { kind: 'comment', key: 'large', text: 'k' },
      { kind: 'undo' },
    ]);
  });

  test('each one is in the help', () => {
    const help = drawHelp('clusters').map((line) => paintLine(line, { color: false }));
    for (const { title } of listCommands('clusters')) expect(help.join('\n')).toContain(title);
    expect(help.join('\n')).not.toMatch(/\$EDITOR|same shape|options/);
    expect(listCommands('clusters').map(({ id }) => id)).toEqual(
      COMMANDS.map(({ id }) => id).filter((id) => !['accept-same-shape', 'edit', 'options', 'verify'].includes(id)),
    );
  });
});

describe('what stands for a cluster', () => {
  test('is read before it can be accepted, but need not be to be rejected', () => {
    const { state } = press(openClusters(), 'enter', 'y');
    expect([show(state), state.notice?.text]).toEqual(['uuu rare', 'rare-0 is being read']);
    expect(show(press(state, 'n').state)).toBe('ruu large');
    expect(show(press(state, loadMember('rare'), 'y').state)).toBe('auu large');
  });

  test('says why it cannot be shown, and Tab shows another one', () => {
    const gone = {
      kind: 'unread',
      key: 'large',
      shown: 0,
      message: 'cannot open `large-0`: ENOENT',
    } as const;
    const { state } = press(openClusters(), 'j', 'enter', gone, 'y');
    expect([show(state), state.notice?.text]).toEqual(['uuu large', 'it cannot be shown: cannot open `large-0`: ENOENT']);
    const { state: other } = press(state, 'tab', loadMember('large', 1), 'y');
    expect(show(other)).toBe('uau small');
  });

  test('is the last one asked for', () => {
    const { state } = press(openClusters(), 'j', 'enter', 'tab', loadMember('large', 0));
    expect(findChanges(state)).toEqual([]);
    expect(findChanges(press(state, loadMember('large', 1)).state)).toHaveLength(3);
  });

  test('is asked for unasked, once, and then that of the next one', () => {
    const find = createUnaskedTasks();
    const first = openClusters();
    expect(find(first).load).toEqual({ kind: 'load', key: 'rare', shown: 0 });
    expect(find(first).load).toBeUndefined();
    const { state: second } = press(first, loadMember('rare'));
    expect(find(second)).toEqual({
      load: { kind: 'load', key: 'large', shown: 0 },
      check: undefined,
    });
    expect(find(press(second, 'enter').state).check).toMatchObject({
      kind: 'check',
      key: 'rare',
    });
    expect(find(press(second, 'j', 'enter', loadMember('large'), 'tab').state).load).toMatchObject({ shown: 1 });
  });
});

describe('leaving', () => {
  test('with something accepted asks, and apply leaves the screen to do it', () => {
    const inspected = { kind: 'inspected', obstacles: new Map() } as const;
    const asked = press(openRead(), 'y', 'q');
    expect(draw(asked.state).join('\n')).toContain('1 accepted cluster is not applied yet.');
    expect(press(asked.state, 'enter').effects).toEqual([{ kind: 'quit', how: 'kept' }]);
    const shown = press(asked.state, 'a', inspected);
    expect(draw(shown.state).join('\n')).toMatch(/Apply makes a branch with a commit in 1 repository:[\s\S]*rare-0/);
    expect(press(shown.state, 'enter').effects).toEqual([]);
    expect(press(shown.state, 'y').effects).toEqual([{ kind: 'quit', how: 'apply' }]);
  });

  test('what was accepted before is applied though it was not shown again', () => {
    const { ledger } = press(openRead(), 'y').state;
    const inspected = { kind: 'inspected', obstacles: new Map() } as const;
    const { effects } = press({ ...openClusters(), ledger }, 'escape', 'w', inspected, 'y');
    expect(effects.at(-1)).toEqual({ kind: 'quit', how: 'apply' });
  });
});

test('the list has one row per cluster', () => {
  expect(`\n${draw(openClusters({ columns: 80, rows: 12 })).join('\n')}\n`).toMatchInlineSnapshot(`
   "
   1/3 outlier rare, rare-0  undecided  rare-0 is being read
   0 accepted, 0 rejected, 3 open · view: unified · shown: rare-0, 1 of 1
   > undecided   outlier rare, rare-0  - - docker rm … large; + - docker kill …
     undecided   cluster large, 6 repositories
     undecided   cluster small, 5 repositories





   j k move  Enter goes there  Esc goes back
   "
  `);
});

test('a cluster is shown by one of its conversions, with what it stands for', () => {
  const { state } = press(openClusters({ columns: 80, rows: 28 }), 'enter', loadMember('rare'), '.', loadMember('large'), '1');
  expect(`\n${draw(state).join('\n')}\n`).toMatchInlineSnapshot(`
   "
   2/3 cluster large, 6 repositories  undecided  safe
   0 accepted, 0 rejected, 3 open · view: unified · shown: large-0, 1 of 6
    ━ Dockerfile  changed
   >    1 + FROM golang:1.21 AS builder
        2 + WORKDIR /src
        3 + COPY . .
        4 + RUN go build -o app .
        5 +
     1  6   FROM alpine:3
     2  7   WORKDIR /root/
     3    − COPY app ./
        8 + COPY --from=builder --chown=0:0 /src/app ./
     4  9   CMD ["./app"]
    ━ build.sh  changed
     1  1   #!/bin/sh
     2    − docker build -t app:build -f Dockerfile.build .
     3    − docker create --name x app:build
     4    − docker cp x:/src/app ./app
     5    − docker rm -f x
   ─ why this line ────────────────────────────────────────────────────────────────
   ← Dockerfile.build:1  FROM golang:1.21
   stands for 6: large-0, large-1, large-2 and 3 more




   y accept  n reject  space later  u undo  v view  i why  ? help  q quit
   "
  `);
});

test('an outlier says what sets it apart, the page of all evidence names every repository', () => {
  expect(draw(openRead()).join('\n')).toMatch(/outlier, nearest to large: - - docker rm … large; \+ - docker kill …/);
  const page = draw(press(openRead(), '.', 'i').state).join('\n');
  for (const index of [0, 1, 2, 3, 4, 5]) expect(page).toContain(`large-${index}`);
});

test('line by line, a move in the list is one row', () => {
  const before = openClusters();
  expect(describeStep(before, press(before, 'j').state)).toEqual(['> undecided   cluster large, 6 repositories']);
});
