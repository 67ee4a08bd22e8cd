import type { BatchManifest } from '../batch-manifest.ts';

/** A text as one word of a POSIX shell. */
export function quoteShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text as a double-quoted YAML scalar: JSON is one (YAML 1.2, 1.3). */
export function quoteYaml(text: string): string {
  return JSON.stringify(text);
}

/**
 * The command that a tool runs in its clone. `--stage` adds exactly the files that were written: some tools commit only what git
 * tracks or has staged. Exit codes: 3 declined, 4 needs review; tools group or skip repositories by them.
 */
export function showCommand({ policy }: BatchManifest, { stages }: { readonly stages: boolean }): string {
  const flags = [
    ...(stages ? ['--stage'] : []),
    ...(policy.includeReview ? ['--include-review'] : []),
    ...(policy.optimize ? ['--optimize'] : []),
    ...(policy.nameStages ? ['--name-stages'] : []),
    ...(policy.chains ? ['--chains'] : []),
    ...policy.assume.flatMap((fact) => ['--assume', quoteShell(fact)]),
  ];
  return ['restage', 'apply', ...flags].join(' ');
}
