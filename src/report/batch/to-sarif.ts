import { CATALOGUE, type CatalogueEntry } from '../../model/diagnostic-catalogue.ts';
import { escapeJson } from '../escape-terminal.ts';
import type { BatchReport, Reason, RepositoryReport, RepositoryState } from './batch-report.ts';

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(Object.entries(CATALOGUE));
/** What is found where a conversion is possible and not made yet. */
const CONVERTIBLE = 'batch/convertible';

interface Finding extends Omit<Reason, 'next'> {
  readonly next: string | null;
  readonly repository: string;
  readonly state: RepositoryState;
}

/**
 * The report as SARIF 2.1.0 (OASIS, sarif-v2.1.0): one result per reason and per convertible pipeline. Locations are relative to the
 * directory that holds the repositories, or URLs below the repository's. A fingerprint says repository, rule and file and how many
 * of them stand before it, but no line, so that it stays when lines move.
 */
export function toSarif(report: BatchReport, { version }: { readonly version: string }): string {
  const findings = report.repositories.flatMap(findFindings);
  const rules = [...new Set(findings.map(({ code }) => code))].sort().map(toRule);
  const seen = new Map<string, number>();
  const run = {
    tool: { driver: { name: 'restage', version, rules } },
    columnKind: 'utf16CodeUnits',
    properties: { totals: report.totals },
    results: findings.map((finding) => toResult(finding, seen)),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${escapeJson(JSON.stringify(log, undefined, 1))}\n`;
}

function findFindings({ name, state, reasons, pipelines }: RepositoryReport): readonly Finding[] {
  const found = reasons.map((reason) => ({ ...reason, repository: name, state }));
  if (state !== 'convertible') return found;
  const open = pipelines
    .filter(({ shape }) => shape !== null)
    .map(({ path, line, output }) => ({
      ...{ code: CONVERTIBLE, path, line, next: '`restage batch apply` converts it', repository: name, state },
      message: `the build of \`${output ?? path}\` can be one multi-stage Dockerfile`,
    }));
  return [...found, ...open];
}

function toRule(id: string) {
  const entry = ENTRIES.get(id);
  if (entry === undefined) return { id };
  return { id, shortDescription: { text: entry.title }, fullDescription: { text: entry.why }, help: { text: entry.next } };
}

function toResult({ code, message, path, line, next, repository, state }: Finding, seen: Map<string, number>) {
  const key = `${repository}:${code}:${path ?? ''}`;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  const region = line === null ? {} : { region: { startLine: line } };
  const uri = toUri(path === null ? repository : `${repository}/${path}`);
  return {
    ruleId: code,
    level: findLevel(state),
    message: { text: next === null ? message : `${message}. Next: ${next}` },
    locations: [{ physicalLocation: { artifactLocation: { uri }, ...region } }],
    partialFingerprints: { 'restage/v1': `${key}:${count}` },
    properties: { repository, state },
  };
}

function findLevel(state: RepositoryState): 'error' | 'warning' | 'note' {
  if (state === 'failed') return 'error';
  return state === 'declined' ? 'warning' : 'note';
}

/** Percent-encodes what a URI reference cannot hold. A `:` stays behind a scheme, where it may stand before a port, and nowhere else. */
function toUri(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//.exec(text)?.[0] ?? '';
  const encoded = text.slice(scheme.length).split('/').map(encodeSegment).join('/');
  return scheme + (scheme === '' ? encoded : encoded.replaceAll('%3A', ':'));
}

function encodeSegment(segment: string): string {
  // `encodeURIComponent` throws on half of a surrogate pair.
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%40', '@');
}
