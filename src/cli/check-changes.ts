import { findRole } from '../discover/find-role.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileChange } from '../model/plan.ts';
import { findDirectory, type Project } from '../model/project.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { parseShell } from '../parse/shell.ts';
import { findPlace } from '../report/places.ts';
import type { Proposal } from '../review/proposal.ts';
import type { CheckReport } from '../review/review-state.ts';
import { type Certificate, certify } from '../verify/certificate/certify.ts';

/** Whether the files of a proposal's one variant still parse, and whether the certificate holds for them. What does not parse is not certified. */
export function checkChanges(project: Project, { variants: [{ pipelines, changes }] }: Proposal): CheckReport {
  const faults = changes.flatMap(({ path, after, mode }) => (after === undefined ? [] : parse(path, after, mode)));
  if (faults.length > 0) {
    const checks = faults.map(({ message, span }) => ({
      result: 'broken',
      text: message,
      place: span && showPlace(changes, span),
    }));
    return { verdict: 'broken', checks };
  }
  const entries = [...new Set(pipelines.map(({ entry }) => entry.file))];
  const certificates = entries.map((entry) => certifyEntry(project, changes, entry));
  const verdicts = certificates.map(({ verdict }) => verdict);
  const checks = certificates.flatMap((certificate) =>
    certificate.checks.map(({ result, statement, span }) => {
      const place = span && findPlace(project, span);
      return { result, text: statement, place: place && `${place.path}:${place.line}` };
    }),
  );
  return { verdict: (['refuted', 'unproved'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'proved', checks };
}

/** What tells more comes first: where a script is not meant to be started, nothing is proved and nothing is refuted. */
const ORDER = ['proved', 'refuted', 'unproved'] as const;

/** A script is started at the root or beside itself, and only where it is meant to be started do its paths lead anywhere. */
function certifyEntry(project: Project, changes: readonly FileChange[], entry: string): Certificate {
  const directories = [...new Set(['', findDirectory(entry)])];
  const [first, ...others] = directories.map((directory) => () => certify({ project, changes, entry, directory }));
  return others.reduce(
    (best, next) => {
      if (best.verdict === 'proved') return best;
      const other = next();
      return ORDER.indexOf(other.verdict) < ORDER.indexOf(best.verdict) ? other : best;
    },
    first?.() ?? certify({ project, changes, entry, directory: '' }),
  );
}

function parse(path: string, text: string, mode: number): readonly Diagnostic[] {
  const isShell = isShellScript({ path, text, mode });
  if (!isShell && findRole(path) !== 'dockerfile') return [];
  const { diagnostics } = isShell ? parseShell(path, text) : parseDockerfile(path, text);
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function showPlace(changes: readonly FileChange[], span: { readonly file: string; readonly start: number }): string {
  const text = changes.find(({ path }) => path === span.file)?.after ?? '';
  return `${span.file}:${text.slice(0, span.start).split('\n').length}`;
}
