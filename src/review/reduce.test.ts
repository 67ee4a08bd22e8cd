import { openSample, press, sampleReview } from '../testing/review-sample.ts';
import { NO_CHOICE } from './choice.ts';
import {
  findAccepted,
  findBlock,
  findChanges,
  findCurrentChoice,
  findDocument,
  type ReviewState,
  startReview,
} from './review-state.ts';

const [FIRST, SECOND, THIRD] = sampleReview().proposals.map(({ key }) => key);
const sample = sampleReview();

/** The verdicts of all proposals, one letter each. */
function show({ proposals, ledger }: ReviewState): string {
  return proposals.map(({ key }) => (ledger.choices.get(key)?.verdict ?? 'undecided')[0]).join('');
}

describe('keys decide', () => {
  test.each<[string, readonly string[], string, number]>([
    ['y accepts and goes on', ['y'], 'auu', 1],
    ['n rejects and goes on', ['n'], 'ruu', 1],
    ['space leaves it for later and goes on', ['space'], 'luu', 1],
    ['what is decided is passed over', ['y', ',', 'y'], 'auu', 1],
    ['at the end the first open one comes', ['.', '.', 'n'], 'uur', 0],
    ['with all decided the last one stays', ['y', 'n', 'y'], 'ara', 2],
    ['a verdict can be changed', ['y', ',', 'n'], 'ruu', 1],
    ['u takes back', ['y', 'n', 'u'], 'auu', 1],
    ['u takes back without limit', ['y', 'n', 'y', 'u', 'u', 'u', 'u'], 'uuu', 0],
    ['ctrl-r does again', ['y', 'n', 'u', 'u', 'ctrl-r', 'ctrl-r'], 'aru', 1],
    ['a new choice ends what can be done again', ['y', 'u', 'n', 'ctrl-r'], 'ruu', 1],
    ['A asks first', ['A'], 'uuu', 0],
    ['A and y accept the shape', ['A', 'y'], 'aaa', 0],
    ['A leaves what is decided', ['n', 'A', 'y'], 'raa', 1],
    ['A and u take back as one step', ['A', 'y', 'u'], 'uuu', 0],
    ['A and Escape do nothing', ['A', 'escape'], 'uuu', 0],
    ['Enter never decides', ['enter', 'A', 'enter'], 'uuu', 0],
    ['the palette points to the key of a decision', [':', 'a', 'c', 'c', 'e', 'p', 't', 'enter'], 'uuu', 0],
  ])('%s', (_name, keys, verdicts, selected) => {
    const { state } = press(openSample(sample), ...keys);
    expect([show(state), state.selected]).toEqual([verdicts, selected]);
  });

  test('every choice goes into the journal, and nothing else does', () => {
    const { events } = press(openSample(sample), 'y', 'j', 'v', 'n', 'u', 'u', 'u', '/', 'x', 'enter', 'ctrl-r', 'A', 'y');
    expect(events).toEqual([
      { kind: 'verdict', keys: [FIRST], verdict: 'accepted' },
      { kind: 'verdict', keys: [SECOND], verdict: 'rejected' },
      { kind: 'undo' },
      { kind: 'undo' },
      { kind: 'redo' },
      { kind: 'verdict', keys: [SECOND, THIRD], verdict: 'accepted' },
    ]);
  });
});

describe('what changes the content opens the proposal again', () => {
  const text = 'FROM alpine:3\n';
  const edited = {
    kind: 'edited',
    key: FIRST ?? '',
    variant: 'as planned',
    path: 'a/Dockerfile',
    text,
    problem: undefined,
  } as const;
  const report = (verdict: 'proved' | 'unproved' | 'refuted' | 'broken') => ({
    verdict,
    checks: [{ result: verdict, text: 'the reason', place: undefined }],
  });

  test('e asks for the editor with the new text of the file under the cursor', () => {
    const { effects, state } = press(openSample(sample), 'e');
    expect(effects).toEqual([
      { kind: 'edit', key: FIRST, variant: 'as planned', path: 'a/Dockerfile', text: findChanges(openSample(sample))[0]?.after },
    ]);
    expect(state.mode.kind).toBe('working');
  });

  test('a hand edit is kept, shown, checked and survives the acceptance of others', () => {
    const { state, effects } = press(openSample(sample), 'y', ',', 'e', edited, 'escape', '.', 'y', ',', ',');
    expect(effects).toContainEqual({ kind: 'check', key: FIRST, isAsked: true });
    expect(findChanges(state)[0]?.after).toBe(text);
    expect(show(state)).toBe('uau');
    expect(findDocument(state).rows.slice(0, 1000)).toContainEqual(
      expect.objectContaining({ path: 'a/Dockerfile', kind: 'pair', new: expect.objectContaining({ text: 'FROM alpine:3' }) }),
    );
  });

  test.each(['refuted', 'broken'] as const)('an edit that is %s is not accepted, and kept', (verdict) => {
    const { state } = press(openSample(sample), 'e', edited);
    const changes = findChanges(state);
    const { state: checked } = press(
      state,
      { kind: 'checked', key: FIRST ?? '', changes, report: report(verdict), isAsked: true },
      'y',
    );
    expect(show(checked)).toBe('uuu');
    expect(findBlock(checked)).toContain('the reason');
    expect(findChanges(checked)[0]?.after).toBe(text);
    expect(show(press(checked, 'u', 'y').state)).toBe('auu');
  });

  test.each(['proved', 'unproved'] as const)('an edit that is %s can be accepted', (verdict) => {
    const { state } = press(openSample(sample), 'e', edited);
    const checked = {
      kind: 'checked',
      key: FIRST ?? '',
      changes: findChanges(state),
      report: report(verdict),
      isAsked: true,
    } as const;
    expect(show(press(state, checked, 'y').state)).toBe('auu');
  });

  test('what a crashed editor wrote is kept too, and the reason is shown', () => {
    const { state, events } = press(openSample(sample), 'e', { ...edited, problem: 'the editor ended with 1' });
    expect(events).toHaveLength(1);
    expect(state.notice?.text).toContain('ended with 1');
  });

  test('an editor that changed nothing records nothing', () => {
    const before = findChanges(openSample(sample))[0]?.after ?? '';
    const { state, events } = press(openSample(sample), 'e', { ...edited, text: before });
    expect([events, state.mode.kind, state.notice?.text]).toEqual([[], 'browse', 'nothing was edited']);
  });

  test('Tab shows the alternative and back', () => {
    const { state } = press(openSample(sample), 'y', ',', 'tab');
    expect(findChanges(state)[0]?.after).toContain('-trimpath');
    expect(show(state)).toBe('uuu');
    expect(findChanges(press(state, 'tab').state)[0]?.after).not.toContain('-trimpath');
    expect(press(openSample(sample), '.', 'tab').state.notice?.text).toContain('only this way');
  });

  test('o keeps a file that would be deleted', () => {
    const { state } = press(openSample(sample), 'o', 'space', 'escape');
    expect(findChanges(state).map(({ path }) => path)).toEqual(['a/Dockerfile', 'a/build.sh']);
    expect(findChanges(press(state, 'o', 'space').state)).toHaveLength(3);
  });

  test('o names a stage, in every place that names it', () => {
    const { state, effects } = press(openSample(sample), 'o', 'j', 'space', 'ctrl-u', ...'compile', 'enter');
    expect(findChanges(state)[0]?.after).toMatch(/^FROM golang:1\.21 AS compile\n[\s\S]*COPY --from=compile /);
    expect(effects).toContainEqual({ kind: 'check', key: FIRST, isAsked: true });
  });

  test.each(['Compile', 'a b', '1st', 'scratch'])('a stage cannot be named %j', (name) => {
    const { state } = press(
      openSample(sample),
      'o',
      'j',
      'space',
      'ctrl-u',
      ...[...name].map((letter) => (letter === ' ' ? 'space' : letter)),
      'enter',
    );
    expect(state.notice?.tone).toBe('warning');
    expect(findCurrentChoice(state)).toEqual(NO_CHOICE);
  });
});

describe('the form of a script', () => {
  const shim = '#!/bin/sh\nexec docker build -t app .\n';
  const forms = { path: 'a/build.sh', shim, leftOut: [], command: 'docker build -t app .' };
  const [first, ...rest] = sample.proposals;
  const opened = openSample({
    ...sample,
    proposals: first ? [{ ...first, variants: [{ ...first.variants[0], scripts: [forms] }] }, ...rest] : [],
  });
  const find = (state: ReviewState) => findChanges(state).find(({ path }) => path === 'a/build.sh');
  const TO_SHIM = ['o', 'j', 'space', 'escape'];
  const mentioned = (...mentions: readonly string[]) =>
    ({ kind: 'mentioned', key: FIRST ?? '', path: 'a/build.sh', mentions }) as const;

  test('is a shim on demand, checked, and opens the proposal again', () => {
    const { state, effects, events } = press(opened, 'y', ',', ...TO_SHIM);
    expect([find(state)?.after, show(state)]).toEqual([shim, 'uuu']);
    expect(effects).toContainEqual({ kind: 'check', key: FIRST, isAsked: true });
    expect(events.at(-1)).toEqual({ kind: 'script', key: FIRST, path: 'a/build.sh', form: 'shim' });
    expect(find(press(state, 'u').state)?.after).not.toBe(shim);
  });

  test('is none at all when nothing names it', () => {
    const asked = press(opened, ...TO_SHIM, 'o', 'j', 'space');
    expect(asked.effects.at(-1)).toEqual({ kind: 'find-mentions', key: FIRST, path: 'a/build.sh' });
    expect(find(asked.state)?.action).toBe('modify');
    const { state } = press(asked.state, mentioned(), 'escape');
    expect(find(state)).toMatchObject({ action: 'delete', after: undefined });
    expect(find(press(state, 'o', 'j', 'space').state)).toMatchObject({
      action: 'modify',
      after: '#!/bin/sh\ndocker build -t app .\n',
    });
  });

  test('stays when something names it, and says what', () => {
    const { state, events } = press(opened, ...TO_SHIM, 'o', 'j', 'space', mentioned('Makefile:2', 'README.md:9'));
    expect([find(state)?.after, state.notice?.text, events.length]).toEqual([
      shim,
      'a/build.sh stays: Makefile:2 and 1 more name it',
      1,
    ]);
  });

  test('stays when the question was given up', () => {
    const { state } = press(opened, ...TO_SHIM, 'o', 'j', 'space', 'escape', mentioned());
    expect(find(state)?.after).toBe(shim);
  });

  test('that a new plan does not know is that of the plan', () => {
    const { state } = press(opened, ...TO_SHIM, { kind: 'planned', ...sample, diagnostics: [] });
    expect(find(state)?.after).toBe('#!/bin/sh\ndocker build -t app .\n');
  });
});

describe('what cannot be written', () => {
  const stale = {
    kind: 'inspected',
    obstacles: new Map([[FIRST ?? '', [{ kind: 'dirty' as const, message: '`a/Dockerfile` has changes' }]]]),
  } as const;

  test('a blocked proposal is not accepted and says why', () => {
    const { state } = press(openSample(sample), stale, 'y');
    expect([show(state), state.notice?.text]).toEqual(['uuu', 'dirty: `a/Dockerfile` has changes']);
    expect(show(press(state, 'n').state)).toBe('ruu');
  });

  test('one that is blocked later keeps its verdict and is not written', () => {
    const { state } = press(openSample(sample), 'y', stale);
    expect([show(state), findAccepted(state)]).toEqual(['auu', []]);
  });

  test('A leaves it out', () => {
    expect(show(press(openSample(sample), stale, '.', 'A', 'y').state)).toBe('uaa');
  });

  test('a new plan keeps decisions where the content is the same', () => {
    const { state } = press(openSample(sample), 'y', 'n', { kind: 'planned', ...sampleReview(2), diagnostics: [] });
    expect(show(state)).toBe('ar');
  });
});

describe('leaving', () => {
  test.each<[string, readonly string[], object]>([
    ['q with nothing accepted', ['q'], { kind: 'quit', how: 'kept' }],
    ['q and Enter keep for later', ['y', 'q', 'enter'], { kind: 'quit', how: 'kept' }],
    ['q and k keep for later', ['y', 'q', 'k'], { kind: 'quit', how: 'kept' }],
    ['ctrl-c anywhere', ['y', 'q', 'a', 'ctrl-c'], { kind: 'quit', how: 'interrupted' }],
    ['ctrl-c in a prompt', [':', 'ctrl-c'], { kind: 'quit', how: 'interrupted' }],
    ['a looks at the tree and shows what it writes', ['y', 'q', 'a'], { kind: 'inspect' }],
    ['y in the preview writes', ['y', 'w', 'y'], { kind: 'inspect' }],
  ])('%s', (_name, keys, effect) => {
    expect(press(openSample(sample), ...keys).effects.at(-1)).toEqual(effect);
  });

  test('the preview writes once the tree was looked at', () => {
    const inspected = { kind: 'inspected', obstacles: new Map() } as const;
    expect(press(openSample(sample), 'y', 'w', inspected, 'y').effects.at(-1)).toEqual({ kind: 'apply', keys: [FIRST] });
    expect(press(openSample(sample), 'y', 'w', inspected, 'enter').effects.at(-1)?.kind).toBe('inspect');
  });

  test('q and b go back with everything as it was', () => {
    const before = press(openSample(sample), 'y').state;
    expect({ ...press(before, 'q', 'b').state, notice: before.notice }).toEqual(before);
  });

  test('what was written can be taken back', () => {
    const applied = { kind: 'applied', written: { keys: [FIRST ?? ''], files: [], isTakenBack: false } } as const;
    const { state, effects } = press(openSample(sample), 'y', applied, 'u');
    expect(effects.at(-1)).toEqual({ kind: 'take-back' });
    expect(press(state, { kind: 'taken-back' }).state.written?.isTakenBack).toBe(true);
  });
});

test('Escape gives planning again up, and leaves while there is nothing yet', () => {
  const again = press(openSample(sample), 'y', 'r', 'escape');
  expect([again.state.mode.kind, again.effects.slice(-2)]).toEqual(['browse', [{ kind: 'plan' }, { kind: 'cancel' }]]);
  expect(press(startReview({ columns: 80, rows: 24 }), 'escape').effects).toEqual([{ kind: 'quit', how: 'kept' }]);
});

test('pasted text is no keys', () => {
  const { state, events } = press(openSample(sample), { kind: 'paste', text: 'yyy' });
  expect([show(state), events]).toEqual(['uuu', []]);
  expect(press(state, 'c', { kind: 'paste', text: 'two\nlines' }, 'enter').events).toEqual([
    { kind: 'comment', key: FIRST, text: 'two lines' },
  ]);
});

test('a search goes around and says when there is nothing', () => {
  const { state } = press(openSample(sample), '/', ...'alpine', 'enter');
  expect(findDocument(state).rows.at(state.cursor)).toMatchObject({ kind: 'pair' });
  expect(press(state, '/', 'enter').state.cursor).toBe(state.cursor);
  expect(press(state, '/', ...'nowhere', 'enter').state.notice?.text).toBe('`nowhere` is not here');
});
