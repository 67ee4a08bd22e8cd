import type { ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { joinPath, showRelative } from '../../src/model/host-path.ts';
import type { Edit } from '../../src/model/plan.ts';

/**
 * The edits that make a `docker build` read another Dockerfile: `-f` gets the new path, spelled as the old one was; it goes where the new
 * file is the context's own `Dockerfile`, which is the default, and comes where the old one was.
 */
export function nameFile(draft: Draft, build: ImageBuild, output: string): readonly Edit[] {
  if (build.dockerfile.file === output) return [];
  const { fileSpan: span, verb } = build;
  const base = { kind: 'text', file: verb.file, because: build.provenance, transform: 'rewrite-script' } as const;
  const isDefault = output === joinPath(build.context, 'Dockerfile');
  const path = showRelative(build.directory, output);
  if (!span) return isDefault ? [] : [{ ...base, start: verb.end, end: verb.end, text: ` -f ${path}` }];
  const text = draft.project.files.get(span.file)?.text ?? '';
  if (!isDefault) {
    const flag = /^(?:--file[=\s]\s*|-f\s*)/.exec(text.slice(span.start, span.end))?.[0] ?? '-f ';
    return [{ ...base, start: span.start, end: span.end, text: `${flag}${path}` }];
  }
  const behind = /^[ \t]+/.exec(text.slice(span.end))?.[0].length ?? 0;
  const isLast = behind === 0 || /^[ \t]*(?:\\?\r?\n|[;&|#]|$)/.test(text.slice(span.end));
  const before = text.slice(0, span.start);
  return isLast
    ? [{ ...base, start: before.replace(/[ \t]+$/, '').length, end: span.end, text: '' }]
    : [{ ...base, start: span.start, end: span.end + behind, text: '' }];
}
