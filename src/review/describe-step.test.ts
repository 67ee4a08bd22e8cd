import { openSample, press, sampleReview } from '../testing/review-sample.ts';
import { describeStep } from './describe-step.ts';
import { showView } from './move.ts';
import { type ReviewState, startReview } from './review-state.ts';

const SIZE = { columns: 80, rows: 25 };
const opened = showView(openSample(sampleReview(2), SIZE), 'unified');

/** What is read out for the last of these keys. */
function hear(state: ReviewState, ...keys: readonly string[]): string {
  const before = press(state, ...keys.slice(0, -1)).state;
  return describeStep(before, press(before, ...keys.slice(-1)).state).join('\n');
}

test('the first proposal is read out whole, line by line', () => {
  expect(`\n${describeStep(startReview(SIZE), opened).join('\n')}\n`).toMatchInlineSnapshot(`
   "
   1/2 a/build.sh → a/Dockerfile  undecided  safe
   0 accepted, 0 rejected, 2 open · view: unified · alternative: as planned
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
     4    − docker cp x:/src/app ./app
     5    − docker rm -f x
     6  2   docker build -t app .
    ━ a/Dockerfile.build  deleted
     1    − FROM golang:1.21
   (3 more rows of 3 files; PgDn reads on)
   "
  `);
});

test.each<[string, readonly string[], RegExp]>([
  ['a line with where it comes from', ['j'], /^> +\d* +2 \+ WORKDIR \/src\n {4}← a\/Dockerfile\.build:2/],
  ['a verdict and the next proposal', ['y'], /^accepted: a\/build\.sh → a\/Dockerfile\n2\/2 b\/build\.sh/],
  ['an undo', ['y', 'u'], /^undone: accepted\n1\/2 a\/build\.sh/],
  ['a dialog with its keys', ['y', 'q'], /1 accepted proposal is not written yet\.[\s\S]*k {5}keep for later/],
  ['the help', ['?'], /Decide\n {2}y/],
  ['nothing for a key that moves nowhere', ['G', 'j'], /^$/],
  ['the palette', [':', 'r'], /redo what was undone/],
])('%s', (_name, keys, text) => {
  expect(hear(opened, ...keys)).toMatch(text);
});

test('no step holds anything that moves a cursor', () => {
  for (const key of ['?', 'i', 'o', ':', 'A', 'v', 'z', ']', 'pagedown', 'G', 'y', 'w', 'X'])
    expect(hear(opened, key)).not.toContain('\u001b');
});
