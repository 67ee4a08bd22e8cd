import type { BuildGraph, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBelow, showRelative } from '../../src/model/host-path.ts';
import type { Edit } from '../../src/model/plan.ts';
import { quoteWord } from '../../src/model/quote-word.ts';
import { joinProvenance } from '../../src/model/span.ts';
import { findLostDirectories, type LostDirectory } from './find-lost-directories.ts';

/** Commands of the round trip that leave a directory behind which is still needed: `mkdir -p` stands in their place. */
export interface MadeDirectories {
  readonly edits: readonly Edit[];
  readonly steps: ReadonlySet<StepId>;
  readonly blocked: readonly { readonly step: Step; readonly why: string }[];
}

/** `docker run -v "$PWD/out:/out" app:build` → `mkdir -p out`, where something else needs `out`. */
export function makeDirectories(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): MadeDirectories {
  const lost = findLostDirectories(graph, draft, drops);
  const makers = [...new Set(lost.map(({ maker }) => maker))];
  const blocked = makers.flatMap((maker) => (isReplaceable(graph, draft, maker) ? [] : [tellBlocked(maker, lost)]));
  const replaced = makers.filter((maker) => isReplaceable(graph, draft, maker));
  return {
    edits: replaced.map((maker) =>
      replace(
        maker,
        lost.filter((each) => each.maker === maker),
      ),
    ),
    steps: new Set(replaced.map(({ id }) => id)),
    blocked,
  };
}

function tellBlocked(maker: Step, lost: readonly LostDirectory[]) {
  const found = lost.find((each) => each.maker === maker);
  const why = `\`${found?.path}\`, which only the old round trip makes, is still needed ${found?.user ? 'by this' : 'by a copy'}`;
  return { step: found?.user ?? maker, why };
}

/** A command by itself, run once: no part of a pipe, and not inside the words of another one. */
function isReplaceable(graph: BuildGraph, draft: Draft, { id, span, within, directory }: Step): boolean {
  const text = draft.project.files.get(span.file)?.text ?? '';
  const isPiped = /^[ \t]*\|(?!\|)/.test(text.slice(span.end)) || /(?:^|[^|])\|[ \t]*$/.test(text.slice(0, span.start));
  const isTwice = graph.steps.some(
    (other) => other.id !== id && other.span.file === span.file && other.span.start === span.start && other.span.end === span.end,
  );
  return within === undefined && !isPiped && !isTwice && !directory.includes('\0');
}

function replace({ span, directory }: Step, lost: readonly LostDirectory[]): Edit {
  const paths = [...new Set(lost.map(({ path }) => path))];
  // `mkdir -p out/bin` makes `out`, too.
  const deepest = paths.filter((path) => !paths.some((other) => other !== path && findBelow(path, other) !== undefined));
  const words = deepest.map((path) => quoteWord(showRelative(directory, path)));
  const because = joinProvenance([span], ...lost.flatMap(({ user }) => (user ? [[user.span] as const] : [])));
  return { kind: 'text', ...span, text: `mkdir -p ${words.join(' ')}`, because, transform: 'rewrite-script' };
}
