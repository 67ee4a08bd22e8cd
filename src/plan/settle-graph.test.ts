import { TRANSFORMS } from '../../transforms/index.ts';
import type { Draft } from '../model/draft.ts';
import { isLeftOut } from '../parse/is-left-out.ts';
import { outlineFiles } from '../parse/outline-files.ts';
import { printOnOneLine } from '../print/lay-out-instruction.ts';
import { printFiles } from '../print/print-files.ts';
import { interpretText, makeProject } from '../testing/interpret-text.ts';
import { type DraftedGraph, draftGraph } from './draft-graph.ts';
import { settleGraph, type Verdict } from './settle-graph.ts';

const SCRIPT = `set -e
docker build -t app:build -f Dockerfile.build .
docker create --name app app:build
docker cp app:/src/app .
docker rm app
docker build -t app .
`;
const FILES = {
  'Dockerfile.build': 'FROM golang:1.16\nWORKDIR /src\nCOPY app.go .\nRUN go build -o app .\n',
  Dockerfile: 'FROM alpine:3.14\nCOPY app /app\n',
  'app.go': 'package main\n',
};
const project = makeProject({ ...FILES, 'build.sh': SCRIPT });
const graph = interpretText(FILES, SCRIPT);

function draft(): DraftedGraph {
  return draftGraph(graph, { project, transforms: TRANSFORMS, options: {}, isLeftOut });
}

function settle(drafted: DraftedGraph, verdict: Verdict) {
  const outlines = outlineFiles(project, graph);
  return settleGraph(project, drafted, { outlines, print: printOnOneLine, printFiles, isLeftOut, certify: () => verdict });
}

function check(verdict: Verdict['verdict']): Verdict {
  return { verdict, checks: [{ result: verdict, statement: 'the owner of `/app` is another one', span: undefined }] };
}

test('a proved plan is safe', () => {
  expect(settle(draft(), check('proved'))).toMatchObject([{ outcome: 'converted', applicability: 'safe', diagnostics: [] }]);
});

test('a plan that is not proved needs a review and says why', () => {
  const [pipeline] = settle(draft(), check('unproved'));
  expect(pipeline).toMatchObject({ outcome: 'converted', applicability: 'needs-review' });
  expect(pipeline?.diagnostics).toMatchObject([{ code: 'image/not-proved', severity: 'info' }]);
  expect(pipeline?.diagnostics[0]?.message).toContain('the owner of `/app` is another one');
});

test('a refuted plan is withdrawn and writes nothing', () => {
  const [pipeline] = settle(draft(), check('refuted'));
  expect(pipeline).toMatchObject({ outcome: 'declined', applicability: 'display-only', files: [] });
  expect(pipeline?.diagnostics).toMatchObject([{ code: 'image/differs', severity: 'error' }]);
});

test('changes that contradict each other are not carried out', () => {
  const { drafts } = draft();
  const clash = (item: Draft): Draft => {
    const part = item.targets[0]?.parts[0];
    const edit = {
      kind: 'text',
      file: 'Dockerfile.build',
      because: [{ file: 'build.sh', start: 0, end: 1 }],
      target: 0,
      part: part?.id ?? '',
    } as const;
    return {
      ...item,
      edits: [
        ...item.edits,
        { ...edit, start: 0, end: 6, text: 'a', transform: 'one' },
        { ...edit, start: 3, end: 9, text: 'b', transform: 'other' },
      ],
    };
  };
  const [pipeline] = settle({ graph, drafts: drafts.map(clash) }, check('proved'));
  expect(pipeline).toMatchObject({ outcome: 'declined', files: [] });
  expect(pipeline?.diagnostics).toMatchObject([{ code: 'stage/edits-clash' }]);
});
