/** `--assume` facts by name or by path: `NAME=value`, `/src/app=file`, `dist=dir`. The last one given for a name counts. */
export function readAssumptions(facts: readonly string[] | undefined): ReadonlyMap<string, string> {
  return new Map(
    (facts ?? []).flatMap((fact) => {
      const at = fact.indexOf('=');
      return at <= 0 ? [] : [[fact.slice(0, at), fact.slice(at + 1)] as const];
    }),
  );
}
