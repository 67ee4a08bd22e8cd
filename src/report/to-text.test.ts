import { diagnose } from '../model/diagnostic.ts';
import type { FileChange, PipelinePlan } from '../model/plan.ts';
import { sampleChanges, samplePipeline, samplePlan, sampleProject, sampleSpan } from './sample-plan.ts';
import { toText } from './to-text.ts';
import { findWidth } from './width.ts';

const PLAIN = { color: false, width: 100 };

function print(pipelines: readonly PipelinePlan[], changes: readonly FileChange[], options = PLAIN): string {
  return toText(samplePlan(pipelines), changes, {
    project: sampleProject(),
    options,
  });
}

test('shows headline, diff with the old lines at its margin, and the script', () => {
  expect(print([samplePipeline()], sampleChanges())).toMatchInlineSnapshot(`
   "converted, safe  build.sh:6 → Dockerfile

   --- a/Dockerfile
   +++ b/Dockerfile
   @@ -1,4 +1,9 @@
   +FROM golang:1.21 AS builder                   ← Dockerfile.build:1
   +WORKDIR /src                                  ← Dockerfile.build:2
   +COPY . .                                      ← Dockerfile.build:3
   +RUN go build -o app .                         ← Dockerfile.build:4
   +
    FROM alpine:3
    WORKDIR /root/
   -COPY app ./
   +COPY --from=builder --chown=0:0 /src/app ./   ← Dockerfile:3 build.sh:4
    CMD ["./app"]

   --- a/build.sh
   +++ b/build.sh
   @@ -1,6 +1,2 @@
    #!/bin/sh
   -docker build -t app:build -f Dockerfile.build .
   -docker create --name x app:build
   -docker cp x:/src/app ./app
   -docker rm -f x
    docker build -t app .

   --- a/Dockerfile.build
   +++ /dev/null
   @@ -1,4 +0,0 @@
   -FROM golang:1.21
   -WORKDIR /src
   -COPY . .
   -RUN go build -o app .

   Drops from the script
     - docker cp x:/src/app ./app
     - docker rm -f x

   Keeps in the script
       docker build -t app .

   1 pipeline: 1 converted.
   "
  `);
});

test('shows assumptions, differing paths and diagnostics', () => {
  const pipeline = samplePipeline({
    applicability: 'needs-review',
    files: [],
    script: { kept: [], dropped: ['docker build \\\n  -t app .'] },
    differs: ['/app/Dockerfile.build'],
    assumptions: [
      {
        kind: 'path-type',
        statement: '/src/app is a file',
        because: [sampleSpan('Dockerfile.build', 'RUN go build -o app .'), sampleSpan('build.sh', 'docker cp')],
        settledBy: '--assume /src/app=file',
      },
    ],
    diagnostics: [
      diagnose('shell/syntax', 'error', 'bad', {
        span: sampleSpan('build.sh', 'docker rm'),
      }),
    ],
  });
  expect(print([pipeline], [])).toMatchInlineSnapshot(`
   "converted, needs-review  build.sh:6 → Dockerfile

   Assumes
     /src/app is a file   ← Dockerfile.build:4 build.sh:4
         settle it with \`--assume /src/app=file\`

   Drops from the script
     - docker build \\
         -t app .

   Differs in the new image
     /app/Dockerfile.build

   error[shell/syntax]: bad
     build.sh:5:1
     5 | docker rm -f x
       | ^^^^^^^^^

   1 pipeline: 1 converted (needs-review).
   "
  `);
});

test('says so when there is nothing to convert', () => {
  const plan = samplePlan([], {
    diagnostics: [diagnose('pattern/none', 'info', 'no builder pattern was found')],
  });
  expect(toText(plan, [], { project: sampleProject(), options: PLAIN })).toBe(
    'info[pattern/none]: no builder pattern was found\n\nNothing to convert.\n',
  );
});

test('shows a file that two pipelines change once', () => {
  const text = print([samplePipeline(), samplePipeline({ id: 'other' })], sampleChanges());
  expect(text.split('--- a/Dockerfile.build')).toHaveLength(2);
  expect(text).toContain('Dockerfile.build: shown above');
  expect(text).toContain('2 pipelines: 2 converted.');
});

test('puts a note that finds no room on the next line, in the same column', () => {
  const [change] = sampleChanges();
  const after = `${'x'.repeat(80)}\ny\n`;
  const origins = [[sampleSpan('Dockerfile', 'FROM alpine:3')], [sampleSpan('Dockerfile', 'WORKDIR')]];
  const lines = print([samplePipeline()], change ? [{ ...change, after, origins }] : [], { color: false, width: 60 }).split('\n');
  const at = lines.findIndex((line) => line.startsWith('+xxx'));
  expect(lines[at + 1]?.indexOf('← Dockerfile:1')).toBe(lines[at + 2]?.indexOf('← Dockerfile:2'));
  expect(lines[at + 1]?.trim()).toBe('← Dockerfile:1');
});

test('aligns notes behind wide characters and tabs', () => {
  const [change] = sampleChanges();
  const origin = [sampleSpan('Dockerfile', 'FROM alpine:3')];
  const edited = change ? [{ ...change, after: 'LABEL a=漢字\n\tb\n', origins: [origin, origin] }] : [];
  const notes = print([samplePipeline()], edited)
    .split('\n')
    .filter((line) => line.includes('←'))
    .map((line) => findWidth(line.slice(0, line.indexOf('←'))));
  expect(new Set(notes).size).toBe(1);
});

test('hides the CR of a file that is CRLF throughout and shows it in a mixed one', () => {
  const [change] = sampleChanges();
  const show = (before: string, after: string) => print([samplePipeline()], change ? [{ ...change, before, after }] : []);
  expect(show('a\r\n', 'b\r\n')).not.toContain('^M');
  expect(show('a\r\n', 'b\r\n')).toContain('(CRLF line ends)');
  expect(show('a\r\n', 'b\n')).toContain('-a^M');
});

test('colours when told to, and the text stays the same', () => {
  const plain = print([samplePipeline()], sampleChanges());
  const coloured = print([samplePipeline()], sampleChanges(), {
    color: true,
    width: 100,
  });
  expect(coloured).toContain('\x1b[32m+FROM golang:1.21 AS builder\x1b[39m');
  expect(coloured.replaceAll(/\x1b\[\d+m/g, '')).toBe(plain);
});

test('sends nothing from the repository that a terminal obeys', () => {
  const evil = '\x1b]0;x\x07\u202e\x9b';
  const pipeline = samplePipeline({
    output: evil,
    script: { kept: [evil], dropped: [`${evil}\n${evil}`] },
    differs: [`/${evil}`],
    files: [
      {
        kind: 'delete',
        path: evil,
        because: [sampleSpan('build.sh', 'docker rm')],
      },
    ],
    assumptions: [
      {
        kind: 'k',
        statement: evil,
        because: [{ file: evil, start: 0, end: 0 }],
        settledBy: evil,
      },
    ],
  });
  const change: FileChange = {
    path: evil,
    action: 'modify',
    before: 'a\n',
    after: `${evil}\n`,
    mode: 0o644,
    origins: [[{ file: evil, start: 0, end: 1 }]],
  };
  expect(print([pipeline], [change])).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
});
