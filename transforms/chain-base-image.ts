import { diagnose } from '../src/model/diagnostic.ts';
import { findFlag } from '../src/model/dockerfile.ts';
import { type Draft, type DraftEdit, findAlias, type Proposal, type Transform } from '../src/model/draft.ts';

/**
 * Replaces the name of an image that the script builds by the stage it became: in `FROM app:base` and in `COPY --from=app:build`.
 *
 * Declines when the name means different images in different branches of the script.
 *
 * @example
 * // "FROM app:base AS web" → "FROM builder AS web"
 */
export const chainBaseImage: Transform = {
  name: 'chain-base-image',
  summary: 'lets stages start from the stage that a built base image became',
  propose: (_, draft) => {
    const proposals = draft.targets.map((_target, index) => rewriteReferences(draft, index));
    return { edits: proposals.flatMap((item) => item.edits ?? []), declined: proposals.flatMap((item) => item.declined ?? []) };
  },
};

function rewriteReferences(draft: Draft, index: number): Proposal {
  const target = draft.targets[index];
  const edits: DraftEdit[] = [];
  for (const part of target?.parts ?? []) {
    const { file } = part.dockerfile;
    for (const { instruction, image } of part.references) {
      const because = [{ file, start: instruction.start, end: instruction.end }] as const;
      const built = target?.parts.find((item) => item.id === image);
      const alias = built
        ? findAlias(draft, index, built)
        : draft.runs.find((stage) => stage.target === index && stage.run === image)?.alias;
      const flag = findFlag(instruction, 'from');
      const operand = flag ?? instruction.operands[0];
      if (alias === undefined || !operand) {
        const message = 'this names an image that the script builds differently in different branches';
        return {
          declined: [
            diagnose('image/ambiguous', 'warning', message, { span: because[0], help: 'build it once, before the branches' }),
          ],
        };
      }
      const text = flag ? `--from=${alias}` : alias;
      edits.push({
        kind: 'text',
        file,
        start: operand.start,
        end: operand.end,
        text,
        because,
        transform: 'chain-base-image',
        target: index,
        part: part.id,
      });
    }
  }
  return { edits };
}
