import { openSample, press, sampleReview } from '../testing/review-sample.ts';
import { COMMANDS, type Command } from './commands.ts';
import { drawFooter } from './draw-header.ts';
import { drawHelp, showKey } from './draw-pages.ts';
import { findCommands } from './list-commands.ts';
import type { ReviewState } from './review-state.ts';
import { paintLine } from './segment.ts';

const help = drawHelp().map((line) => paintLine(line, { color: false }));

/** A state in which every command has something to do: in the middle of things, with a past and a future. */
function openBusy(): ReviewState {
  const { state } = press(openSample(sampleReview(4)), '.', 'n', 'n', 'u', ',', ',', 'y', ',', '2', 'right', ']', ']');
  return { ...state, notice: undefined };
}

test.each(COMMANDS.flatMap((command) => command.keys.map((key): [string, Command] => [key, command])))(
  '%s is in the help and does something',
  (key, command) => {
    const busy = openBusy();
    const { state, effects } = press(busy, key);
    expect(help).toContainEqual(
      expect.stringMatching(new RegExp(`^ {2}.*${command.title.slice(0, 20).replace(/[?+[\]().$]/g, '.')}`)),
    );
    expect(help.some((line) => line.split(/\s+/).includes(showKey(key)))).toBe(true);
    const isNothing = effects.length === 0 && JSON.stringify(showState(state)) === JSON.stringify(showState(busy));
    // The view that is shown already is the one thing that may stay.
    expect(isNothing && command.id !== 'view-split').toBe(false);
  },
);

test('no key has two meanings', () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
});

test.each(COMMANDS.map((command): [string, Command] => [command.id, command]))(
  'the palette finds %s and runs it, or names its key',
  (_id, command) => {
    expect(findCommands('pipelines', command.title)).toContain(command);
    const busy = openBusy();
    const typed = [...command.id].map((letter) => (letter === ' ' ? 'space' : letter));
    const index = findCommands('pipelines', command.id).indexOf(command);
    const { state, effects } = press(busy, ':', ...typed, ...Array.from({ length: index }, () => 'down'), 'enter');
    if (command.isDecision) expect(state.notice?.text).toContain(`press ${command.keys[0]}`);
    else expect({ mode: state.mode.kind, effects: effects.length }).toEqual(expectRun(busy, command));
  },
);

test.each([200, 100, 60, 40, 20, 8])('the footer fits %i columns and ends with help and quit where they fit', (columns) => {
  const footer = paintLine(drawFooter(openSample(), columns), { color: false });
  expect(footer.length).toBeLessThanOrEqual(columns);
  if (columns >= 20) expect(footer.trimEnd()).toMatch(/\? help {2}q quit$/);
});

function expectRun(state: ReviewState, command: Command) {
  const { state: after, effects } = press(state, command.keys[0]);
  return { mode: after.mode.kind, effects: effects.length };
}

/** Everything of a state that a person can see a difference in. */
function showState({ mode, selected, cursor, top, shift, view, context, notice, ledger }: ReviewState) {
  return { mode, selected, cursor, top, shift, view, context: String(context), notice, choices: [...ledger.choices] };
}
