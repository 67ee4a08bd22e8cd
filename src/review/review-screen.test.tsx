import { render } from 'ink-testing-library';
import stringWidth from 'string-width';
import { openSample, press, sampleReview } from '../testing/review-sample.ts';
import { drawScreen } from './draw-screen.ts';
import { findLayout } from './layout.ts';
import { printFrame } from './print-frame.ts';
import { ReviewScreen } from './review-screen.tsx';
import type { ReviewState, Size } from './review-state.ts';
import { createTokenReader } from './tokens.ts';

const sample = sampleReview(2);
const readTokens = createTokenReader((_path, text) =>
  [...text.matchAll(/FROM|COPY/g)].map(({ index }) => ({
    start: index,
    end: index + 4,
    tone: 'keyword',
  })),
);

/** The rows of a frame. */
function show(state: ReviewState, color = false): readonly string[] {
  const { lastFrame, unmount } = render(<ReviewScreen state={state} readTokens={readTokens} color={color} />);
  const rows = (lastFrame() ?? '').split('\n');
  unmount();
  return rows;
}

test('the split view shows old and new beside each other, and why', () => {
  expect(`\n${show(press(openSample(sample, { columns: 80, rows: 24 }), '2').state).join('\n')}\n`).toMatchInlineSnapshot(`
   "
   1/2 a/build.sh → a/Dockerfile  undecided  safe
   0 accepted, 0 rejected, 2 open · view: split · alternative: as planned
    ━ a/Dockerfile  changed
   >                                       │ 1 + FROM golang:1.21 AS builder
                                           │ 2 + WORKDIR /src
                                           │ 3 + COPY . .
                                           │ 4 + RUN go build -o app .
                                           │ 5 +
     1   FROM alpine:3                     │ 6   FROM alpine:3
     2   WORKDIR /root/                    │ 7   WORKDIR /root/
     3 − COPY app ./                       │ 8 + COPY --from=builder --chown=0:0 /…
     4   CMD ["./app"]                     │ 9   CMD ["./app"]
    ━ a/build.sh  changed
     1   #!/bin/sh                         │ 1   #!/bin/sh
     2 − docker build -t app:build -f Dock…│
   ─ why this line ────────────────────────────────────────────────────────────────
   ← a/Dockerfile.build:1  FROM golang:1.21





   y accept  n reject  space later  A all alike  u undo  e edit  ? help  q quit
   "
  `);
});

test('the unified view counts lines of both sides', () => {
  expect(`\n${show(openSample(sample, { columns: 70, rows: 26 })).join('\n')}\n`).toMatchInlineSnapshot(`
   "
   1/2 a/build.sh → a/Dockerfile  undecided  safe
   0 accepted, 0 rejected, 2 open · view: unified · alternative: as plan…
    ━ a/Dockerfile  changed
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
    ━ a/build.sh  changed
     1  1   #!/bin/sh
     2    − docker build -t app:build -f Dockerfile.build .
     3    − docker create --name x app:build
   ─ why this line ──────────────────────────────────────────────────────
   ← a/Dockerfile.build:1  FROM golang:1.21





   y accept  n reject  space later  A all alike  u undo  ? help  q quit
   "
  `);
});

test('an alternative way of showing is the whole new file', () => {
  const rows = show(press(openSample(sample, { columns: 80, rows: 24 }), '3').state);
  expect(rows.join('\n')).toContain(' 1   FROM golang:1.21 AS builder');
  expect(rows.join('\n')).not.toContain('COPY app ./');
});

test('the original view is the whole old file', () => {
  const rows = show(press(openSample(sample, { columns: 80, rows: 24 }), '4').state).join('\n');
  expect(rows).toContain('COPY app ./');
  expect(rows).not.toContain('AS builder');
});

test.each<[string, readonly string[], RegExp]>([
  ['help', ['?'], /y +accept this proposal/],
  ['the quit dialog', ['y', 'q'], /a +apply 1 now[\s\S]*k +keep for later[\s\S]*b +back/],
  ['the question before a shape', ['A'], /Accept 2 proposals of the same shape\?/],
  ['the preview', ['y', 'w'], /looking at the files/],
  ['options', ['o'], /\[delete\] a\/Dockerfile\.build/],
  ['the palette', [':', ...'red'], /redo what was undone/],
  ['evidence', ['i'], /Drops from the script/],
  ['a comment', ['c', ...'why'], /comment: why/],
  ['a search', ['/', ...'alp'], /^\/alp/m],
])('%s has a frame of its own', (_name, keys, text) => {
  expect(show(press(openSample(sample), ...keys).state).join('\n')).toMatch(text);
});

test('a long list keeps its question and its keys in sight', () => {
  const many = openSample(sampleReview(26), { columns: 80, rows: 16 });
  expect(show(press(many, 'A').state).join('\n')).toMatch(/Accept 26 proposals[\s\S]*y +accept them all[\s\S]*… \d+ more lines/);
  const inspected = { kind: 'inspected', obstacles: new Map() } as const;
  expect(show(press(many, 'A', 'y', 'w', inspected).state).join('\n')).toMatch(
    /Apply writes[\s\S]*y +write it[\s\S]*… \d+ more lines/,
  );
});

test('frames that are written before ink is there look like those of ink', () => {
  for (const size of [
    { columns: 100, rows: 30 },
    { columns: 80, rows: 24 },
    { columns: 60, rows: 12 },
  ]) {
    for (const keys of [[], ['j', 'j'], ['?'], ['i'], ['3'], ['2', 'G']]) {
      const { state } = press(openSample(sample, size), ...keys);
      const plain = printFrame(drawScreen(state, readTokens), false).map((row) => row.trimEnd());
      expect(plain).toEqual(show(state).map((row) => row.trimEnd()));
    }
  }
});

test('in a wide terminal the evidence stands beside the diff', () => {
  const rows = printFrame(drawScreen(openSample(sample, { columns: 160, rows: 30 }), readTokens), false);
  expect(rows[2]).toMatch(/^ ━ a\/Dockerfile {2}changed +│← a\/Dockerfile\.build:1 {2}FROM golang:1\.21/);
});

describe('the frame fits', () => {
  const sizes: readonly Size[] = [
    { columns: 200, rows: 50 },
    { columns: 150, rows: 24 },
    { columns: 100, rows: 30 },
    { columns: 80, rows: 24 },
    { columns: 60, rows: 16 },
    { columns: 40, rows: 10 },
    { columns: 12, rows: 6 },
    { columns: 1, rows: 1 },
  ];
  const keys = [
    [],
    ['?'],
    ['i'],
    ['o'],
    [':'],
    ['A'],
    ['y', 'q'],
    ['y', 'w'],
    ['1'],
    ['2'],
    ['3'],
    ['4'],
    ['G'],
    ['right', 'right'],
  ];
  test.each(sizes)('%j', (size) => {
    for (const pressed of keys) {
      const rows = show(press(openSample(sample, size), ...pressed).state);
      expect(rows.length).toBeLessThanOrEqual(Math.max(6, size.rows - 1));
      // The renderer for tests is 100 columns wide.
      if (size.columns <= 100) expect(Math.max(...rows.map((row) => stringWidth(row)))).toBeLessThanOrEqual(size.columns);
    }
  });
});

test('no colour leaves no codes, and signs say the same', () => {
  const rows = show(openSample(sample));
  expect(rows.join('')).not.toContain('\u001b');
  expect(rows.join('\n')).toMatch(/\+ FROM golang/);
  expect(rows.join('\n')).toMatch(/− COPY app/);
});

test('code is coloured by its tokens', () => {
  expect(show(openSample(sample), true).join('\n')).toContain('\u001b[36mFROM\u001b[39m');
});

test('the cursor stays in sight however far it goes', () => {
  const small = openSample(sample, { columns: 80, rows: 14 });
  for (const keys of [
    ['G'],
    ['pagedown'],
    ['pagedown', 'pageup'],
    [']', ']'],
    ['G', 'g'],
    Array.from({ length: 30 }, () => 'j'),
  ]) {
    const { state } = press(small, ...keys);
    expect(state.cursor - state.top).toBeGreaterThanOrEqual(0);
    expect(state.cursor - state.top).toBeLessThan(findLayout(state.size).bodyRows);
    expect(show(state).filter((row) => row.startsWith('>'))).toHaveLength(1);
  }
});
