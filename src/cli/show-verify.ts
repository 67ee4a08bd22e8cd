import { escapeTerminal } from '../report/escape-terminal.ts';
import { createPaint, type TextOptions, type Tone } from '../report/paint.ts';
import { type Difference, showDifference } from '../verify/engine/compare-images.ts';
import type {
  BuilderReport,
  ImageReport,
  TracedDifference,
  VerifyOutcome,
  VerifyReport,
} from '../verify/engine/forms/verify-report.ts';

/** The body of `restage.verify/1`. */
export function toVerifyJson({ outcome, engine, reason, missing, entries }: VerifyReport): object {
  return {
    ...{ outcome, engine: engine ?? null, reason: reason ?? null, missing },
    entries: entries.map(({ path, builders }) => ({ path, builders: builders.map(toBuilderJson) })),
  };
}

function toBuilderJson({ builder, outcome, reason, images, gone }: BuilderReport): object {
  const shown = images.map(({ name, differences, noise, excepted }) => ({
    name,
    outcome: differences.length === 0 ? 'equal' : 'different',
    differences: differences.map((difference) => ({
      ...toDifferenceJson(difference),
      oldMaker: difference.oldMaker ?? null,
      newMaker: difference.newMaker ?? null,
      instruction: difference.instruction ?? null,
    })),
    noise: noise.map(toDifferenceJson),
    excepted: excepted.map(({ pattern, paths }) => ({ pattern, paths })),
  }));
  return { builder, outcome, reason: reason ?? null, images: shown, gone };
}

function toDifferenceJson({ kind, path, what, left, right }: Difference): object {
  return { kind, path, what, left: left ?? null, right: right ?? null };
}

const TONES: Readonly<Record<VerifyOutcome, Tone>> = { equal: 'good', different: 'error', unknown: 'warning' };
const HEADS: Readonly<Record<VerifyOutcome, string>> = {
  equal: 'The images are equal.',
  different: 'The images differ.',
  unknown: 'It cannot be told whether the images are equal.',
};

/** Lines that are shown of each list; the JSON has them all. */
const SHOWN = 40;

/** What was compared and what differs, with the instruction behind it; the verdict stands last. */
export function toVerifyText(report: VerifyReport, options: TextOptions): string {
  const paint = createPaint(options);
  const blocks = report.entries.flatMap(({ path, builders }) =>
    builders.map((builder) => [
      `${paint('heading', escapeTerminal(path))}, ${builder.builder} builder: ${paint(TONES[builder.outcome], builder.outcome)}`,
      ...(builder.reason === undefined ? [] : [`  ${escapeTerminal(builder.reason)}`]),
      ...builder.images.flatMap((image) => showImage(image, options)),
      ...builder.gone.map((name) => `  ${escapeTerminal(name)}  only carried files; the new way does not build it`),
    ]),
  );
  const head = paint(TONES[report.outcome], HEADS[report.outcome]);
  const engine = report.engine === undefined ? '' : ` (${escapeTerminal(report.engine)})`;
  const last = [`${head}${engine}`, ...(report.reason === undefined ? [] : [escapeTerminal(report.reason)])];
  return `${[...blocks, last].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function showImage({ name, differences, noise, excepted }: ImageReport, options: TextOptions): readonly string[] {
  const paint = createPaint(options);
  const named = excepted.filter(({ paths }) => paths.length > 0);
  return [
    `  ${escapeTerminal(name)}  ${differences.length === 0 ? 'equal' : `${differences.length} differences`}`,
    ...limit(differences.flatMap(showTraced)),
    ...named.map(({ pattern, paths }) => `    ${escapeTerminal(pattern)}: differs by nature (${paths.length} paths)`),
    ...limit(
      noise.map((item) =>
        paint('note', `    noise, differs between two old builds too: ${escapeTerminal(item.path)}: ${item.what}`),
      ),
    ),
  ];
}

function showTraced(difference: TracedDifference): readonly string[] {
  const { instruction, oldMaker, newMaker } = difference;
  const made = instruction ? `${instruction.path}:${instruction.line}  ${instruction.text}` : newMaker;
  return [
    `    ${escapeTerminal(showDifference(difference))}`,
    ...(oldMaker === undefined ? [] : [`      old: ${escapeTerminal(oldMaker)}`]),
    ...(made === undefined ? [] : [`      new: ${escapeTerminal(made)}`]),
  ];
}

function limit(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN
    ? lines
    : [...lines.slice(0, SHOWN), `    … and ${lines.length - SHOWN} more lines; --json has all`];
}
