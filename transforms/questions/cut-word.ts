import type { Draft } from '../../src/model/draft.ts';
import type { Edit } from '../../src/model/plan.ts';
import type { Span } from '../../src/model/span.ts';

/** Takes a word out of a file, with the blanks, or the continued line end, in front of it. */
export function cutWord(draft: Draft, span: Span, because: Span = span): Edit {
  const before = draft.project.files.get(span.file)?.text.slice(0, span.start) ?? '';
  const blanks = /(?:[ \t]|\\\r?\n)+$/.exec(before)?.[0].length ?? 0;
  return {
    kind: 'text',
    file: span.file,
    start: span.start - blanks,
    end: span.end,
    text: '',
    because: [because],
    transform: 'rewrite-script',
  };
}
