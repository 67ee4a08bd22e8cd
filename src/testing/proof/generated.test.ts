import { generate, showGenerated } from './generate-projects.ts';
import { judgeProject } from './judge-project.ts';

const SEED = 20;
const COUNT = 1500;
/** Milliseconds; a busy machine gets through fewer. */
const TIME_LIMIT = 15_000;

describe('generated projects', () => {
  const result = generate({ count: COUNT, seed: SEED, timeLimit: TIME_LIMIT });
  const share = (pattern: RegExp) =>
    Object.entries(result.counts).reduce((sum, [key, count]) => (pattern.test(key) ? sum + count : sum), 0) / result.count;

  test('are planned without a fault', () => {
    expect(result.count).toBeGreaterThan(100);
    expect(result.faults.map(({ message }) => message)).toEqual([]);
  });

  test('are converted to equal images wherever the plan says that it is safe', () => {
    const wrong = result.wrong.filter(({ judgement }) => judgement.kind === 'wrong' && judgement.applicability === 'safe');
    expect(wrong.length === 0 ? '' : showGenerated({ ...result, wrong })).toBe('');
  });

  // The widest runs, of 100,000 projects, find one in some ten thousand; `npm run generate` prints each, shrunk.
  test('are not converted to other images without a stated assumption', () => {
    expect(result.wrong.length === 0 ? '' : showGenerated(result)).toBe('');
  });

  test('are known to the model, work the old way and are converted for the most part', () => {
    expect(share(/^unknown/)).toBeLessThan(0.02);
    expect(share(/^broken/)).toBeLessThan(0.2);
    // Three in ten hold something that is declined for good reason: a command that reads the artifact, or changes what a builder copies.
    expect(share(/^equal, safe/)).toBeGreaterThan(0.1);
    expect(share(/^(?:equal|by nature)/)).toBeGreaterThan(0.5);
  });
});

describe('the judge finds a wrong conversion', () => {
  const builder = 'FROM golang:1.16\nCOPY main.go /src/\nRUN cd /src && go build -o app . && chown 1000:1000 app\n';
  const script =
    'docker build -t a:build -f Dockerfile.build .\nid=$(docker create a:build)\ndocker cp $id:/src/app app\ndocker build -t a .\n';
  const files = {
    'main.go': { text: 'package main\n', mode: 0o644 },
    'Dockerfile.build': { text: builder, mode: 0o644 },
    Dockerfile: { text: 'FROM alpine:3.14\nCOPY app /app\n', mode: 0o644 },
    'build.sh': { text: script, mode: 0o755 },
  };

  test('and calls a right one equal', () => {
    expect(judgeProject({ files, script: 'build.sh', image: 'a:latest' })).toEqual({ kind: 'equal', applicability: 'safe' });
  });
});
