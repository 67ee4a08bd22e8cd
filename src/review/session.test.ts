import { EventEmitter, once } from 'node:events';
import { sampleReview } from '../testing/review-sample.ts';
import { EMPTY_LEDGER } from './ledger.ts';
import type { ReviewEvent } from './review-event.ts';
import { type ReviewState, startReview } from './review-state.ts';
import type { ReviewWork } from './review-work.ts';
import { type OpenedReview, type Session, startSession } from './session.ts';

const sample = sampleReview(2);
const SIZE = { columns: 100, rows: 30 };

/** A session with work that a test changes in parts, and a way to wait for a state. */
function start(work: Partial<ReviewWork> = {}, opened: Partial<OpenedReview> = {}) {
  const events: ReviewEvent[] = [];
  const states = new EventEmitter();
  const log: string[] = [];
  const journal = {
    append: (event: ReviewEvent) => {
      events.push(event);
      log.push('journal');
    },
    close: () => {
      log.push('close');
    },
  };
  const whole: ReviewWork = {
    plan: async () => ({ ...sample, diagnostics: [] }),
    check: async () => ({ verdict: 'proved', checks: [] }),
    findMentions: async () => [],
    inspect: async () => new Map(),
    apply: async () => ({ refused: undefined }),
    takeBack: async () => ({ refused: undefined }),
    edit: async (_path, text) => ({ text: `${text}# edited\n`, problem: undefined }),
    verify: async () => ({ tone: 'good', text: 'the images are equal' }),
    highlight: () => [],
    ...work,
  };
  const session = startSession(startReview(SIZE), {
    open: async () => ({ work: whole, journal, ledger: EMPTY_LEDGER, ...opened }),
    onState: (state) => {
      log.push('state');
      states.emit('state', state);
    },
  });
  const until = async (isReached: (state: ReviewState) => boolean): Promise<ReviewState> => {
    while (!isReached(session.state())) await once(states, 'state');
    return session.state();
  };
  return { session, until, events, log };
}

function press({ dispatch }: Session, ...keys: readonly string[]): void {
  for (const key of keys) dispatch({ kind: 'key', key });
}

const isBrowsing = ({ mode }: ReviewState) => mode.kind === 'browse';

test('a decision is in the journal before it is on the screen', async () => {
  const { session, until, log } = start();
  await until(isBrowsing);
  log.length = 0;
  press(session, 'y');
  expect(log.slice(0, 2)).toEqual(['journal', 'state']);
});

test('the proposal on the screen is checked unasked, each version once', async () => {
  const checked: string[] = [];
  const check: ReviewWork['check'] = async ({ key, variants: [{ changes }] }) => {
    checked.push(key);
    return { verdict: 'proved', checks: [{ result: 'proved', text: String(changes.length), place: undefined }] };
  };
  const { session, until } = start({ check });
  await until(({ checks }) => checks.size === 1);
  press(session, 'j', '.', ',', 'y', 'u');
  await until(({ checks }) => checks.size === 2);
  expect(new Set(checked)).toEqual(new Set(sample.proposals.map(({ key }) => key)));
  expect(checked).toHaveLength(2);
});

test('what is written is what was accepted, with the edits', async () => {
  const written: string[] = [];
  const apply: ReviewWork['apply'] = async (changes) => {
    written.push(...changes.map(({ path, after }) => `${path} ${after?.endsWith('# edited\n')}`));
    return { refused: undefined };
  };
  const { session, until } = start({ apply });
  await until(isBrowsing);
  press(session, 'e');
  await until((state) => isBrowsing(state) && state.notice?.tone === 'good');
  press(session, 'y', 'n', 'w');
  await until(({ mode }) => mode.kind === 'preview' && mode.isReady);
  press(session, 'y');
  await until(({ mode }) => mode.kind === 'done');
  expect(written).toEqual(['a/Dockerfile true', 'a/build.sh false', 'a/Dockerfile.build undefined']);
});

describe('work that fails is a line on the screen, and the review goes on', () => {
  const fail = async () => {
    throw new Error('the disk is full');
  };
  test.each<[string, Partial<ReviewWork>, readonly string[]]>([
    ['reading', { plan: fail }, []],
    ['the check', { check: fail }, []],
    ['the editor', { edit: fail }, ['e']],
    ['verification', { verify: fail }, ['V']],
    ['looking at the tree', { inspect: fail }, []],
  ])('%s', async (_name, work, keys) => {
    const { session, until } = start(work);
    if (keys.length > 0) await until(isBrowsing);
    press(session, ...keys);
    await until(({ notice }) => notice?.text === 'the disk is full');
    press(session, 'ctrl-c');
    expect(await session.ended).toMatchObject({ how: 'interrupted' });
  });

  test('writing, when it is refused', async () => {
    const { session, until } = start({ apply: async () => ({ refused: 'a file has changed' }) });
    await until(isBrowsing);
    press(session, 'y', 'w');
    await until(({ mode }) => mode.kind === 'preview' && mode.isReady);
    press(session, 'y');
    const state = await until(({ notice }) => notice?.text === 'a file has changed');
    expect([state.mode.kind, state.written]).toEqual(['browse', undefined]);
  });
});

test('a review that cannot be opened ends with the error', async () => {
  const session = startSession(startReview(SIZE), {
    open: () => Promise.reject(new Error('there is no such file')),
    onState: () => undefined,
  });
  await expect(session.ended).rejects.toThrow('there is no such file');
});

test('leaving waits until everything is written, and closes the journal', async () => {
  const order: string[] = [];
  let release: () => void = () => undefined;
  const apply: ReviewWork['apply'] = async () => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    order.push('written');
    return { refused: undefined };
  };
  const { session, until, log } = start({ apply });
  await until(isBrowsing);
  press(session, 'y', 'w');
  await until(({ mode }) => mode.kind === 'preview' && mode.isReady);
  press(session, 'y', 'ctrl-c');
  const ended = session.ended.then(() => order.push('ended'));
  release();
  await ended;
  expect(order).toEqual(['written', 'ended']);
  expect(log).toContain('close');
});

test('Escape while something runs goes back, and what comes later is not shown', async () => {
  let finish: () => void = () => undefined;
  let runs = 0;
  const check: ReviewWork['check'] = async () => {
    runs += 1;
    if (runs === 2)
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    return { verdict: runs === 2 ? 'refuted' : 'proved', checks: [{ result: 'refuted', text: 'late', place: undefined }] };
  };
  const { session, until } = start({ check });
  await until(({ checks }) => checks.size === 1);
  press(session, 'C', 'escape');
  finish();
  expect(session.state().mode.kind).toBe('browse');
  press(session, 'y');
  expect(session.state().notice?.text).toMatch(/^accepted/);
});
