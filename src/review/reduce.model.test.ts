import fc from 'fast-check';
import { openSample, press, sampleReview } from '../testing/review-sample.ts';
import type { Verdict } from './choice.ts';
import { COMMANDS } from './commands.ts';
import { addEvent, EMPTY_LEDGER } from './ledger.ts';
import type { Action } from './reduce.ts';
import { parseEvent, printEvent } from './review-event.ts';
import { findChanges, type ReviewState } from './review-state.ts';

const sample = sampleReview(3);
const KEYS = [...new Set(['escape', 'enter', 'backspace', 'a', 'b', 't', ...COMMANDS.flatMap(({ keys }) => keys)])].filter(
  (key) => key !== 'ctrl-c',
);

interface Model {
  past: readonly Verdict[][];
  present: readonly Verdict[];
  future: readonly Verdict[][];
}

interface Real {
  state: ReviewState;
  /** The journal as text: what a killed process leaves. */
  journal: string;
}

/** A key or an answer, anywhere and at any time. */
class Send implements fc.Command<Model, Real> {
  readonly action: Action;
  constructor(action: Action) {
    this.action = action;
  }
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    const isDecision = this.action.kind === 'key' && !['escape', 'enter'].includes(this.action.key);
    const { ledger } = real.state;
    const before = showVerdicts(real.state);
    send(real, this.action);
    if (this.action.kind === 'key' && !isDecision) expect(showVerdicts(real.state)).toEqual(before);
    // What the keys did is for the other commands to foretell; here the model follows.
    if (real.state.ledger !== ledger) Object.assign(model, { past: [], present: showVerdicts(real.state), future: [] });
    checkInvariants(real);
  }
  toString(): string {
    return JSON.stringify(this.action);
  }
}

/** A verdict on the proposal under the cursor, with the model saying what comes of it. */
class Decide implements fc.Command<Model, Real> {
  readonly key: string;
  readonly verdict: Verdict;
  constructor(key: string, verdict: Verdict) {
    this.key = key;
    this.verdict = verdict;
  }
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    toBrowser(real);
    const at = real.state.selected;
    send(real, { kind: 'key', key: this.key });
    const present = model.present.map((verdict, index) => (index === at ? this.verdict : verdict));
    Object.assign(model, { past: [...model.past, [...model.present]], present, future: [] });
    expect(showVerdicts(real.state)).toEqual(present);
    checkInvariants(real);
  }
  toString(): string {
    return this.verdict;
  }
}

/** The process dies and another one starts from the journal. */
class Kill implements fc.Command<Model, Real> {
  check(): boolean {
    return true;
  }
  run(_model: Model, real: Real): void {
    const before = showVerdicts(real.state);
    real.state = { ...openSample(sample), ledger: replay(real.journal) };
    expect(showVerdicts(real.state)).toEqual(before);
    checkInvariants(real);
  }
  toString(): string {
    return 'kill';
  }
}

/** Undo as often as decided, then redo: the way back and forth loses nothing. */
class BackAndForth implements fc.Command<Model, Real> {
  check({ past }: Readonly<Model>): boolean {
    return past.length > 0;
  }
  run(model: Model, real: Real): void {
    toBrowser(real);
    for (const verdicts of model.past.toReversed()) {
      send(real, { kind: 'key', key: 'u' });
      expect(showVerdicts(real.state)).toEqual(verdicts);
    }
    for (const verdicts of [...model.past.slice(1), model.present]) {
      send(real, { kind: 'key', key: 'ctrl-r' });
      expect(showVerdicts(real.state)).toEqual(verdicts);
    }
    checkInvariants(real);
  }
  toString(): string {
    return 'back and forth';
  }
}

test('from every state there is a way out, and no sequence loses a decision', () => {
  const key = sample.proposals[0]?.key ?? '';
  const edited = { kind: 'edited', key, variant: 'as planned', path: 'a/Dockerfile', problem: undefined } as const;
  const commands = fc.commands(
    [
      fc.constantFrom(...KEYS).map((name) => new Send({ kind: 'key', key: name })),
      fc.constantFrom('FROM a\n', '', 'x'.repeat(300)).map((text) => new Send({ ...edited, text })),
      fc.constantFrom(
        new Send({ kind: 'planned', ...sample, diagnostics: [] }),
        new Send({ kind: 'failed', message: 'no' }),
        new Send({ kind: 'inspected', obstacles: new Map() }),
      ),
      fc
        .tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 }))
        .map(([columns, rows]) => new Send({ kind: 'resize', size: { columns, rows } })),
      fc.constantFrom(new Decide('y', 'accepted'), new Decide('n', 'rejected'), new Decide('space', 'later')),
      fc.constant(new Kill()),
      fc.constant(new BackAndForth()),
    ],
    { maxCommands: 60 },
  );
  fc.assert(
    fc.property(commands, (list) => {
      fc.modelRun(
        () => ({
          model: { past: [], present: sample.proposals.map((): Verdict => 'undecided'), future: [] },
          real: { state: openSample(sample), journal: '' },
        }),
        list,
      );
    }),
    { numRuns: 150 },
  );
});

function send(real: Real, action: Action): void {
  if (real.state.mode.kind === 'left') real.state = { ...openSample(sample), ledger: real.state.ledger };
  const { state, events } = press(real.state, action);
  real.state = state;
  real.journal += events.map(printEvent).join('');
}

function checkInvariants({ state, journal }: Real): void {
  expect(replay(journal).choices).toEqual(state.ledger.choices);
  expect(press(state, 'escape', 'escape', 'escape', 'q', 'enter').state.mode.kind).toBe('left');
  expect(press(state, 'ctrl-c').state.mode.kind).toBe('left');
  expect(state.cursor).toBeGreaterThanOrEqual(state.top);
}

function replay(journal: string) {
  return journal
    .split('\n')
    .flatMap((line) => parseEvent(line) ?? [])
    .reduce(addEvent, EMPTY_LEDGER);
}

/** Leads out of every dialog, and takes edits back, which may not be accepted. */
function toBrowser(real: Real): void {
  send(real, { kind: 'planned', ...sample, diagnostics: [] });
  expect(real.state.mode.kind).toBe('browse');
  expect(findChanges(real.state).length).toBeGreaterThan(0);
}

function showVerdicts({ ledger }: ReviewState): Verdict[] {
  return sample.proposals.map(({ key }) => ledger.choices.get(key)?.verdict ?? 'undecided');
}
