import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { ProjectFile } from '../model/project.ts';
import type { FileRole } from './find-role.ts';
import { findFileLimit } from './limits.ts';
import { readText } from './read-text.ts';
import { reportRefusal } from './report-refusal.ts';

/** A file to read. */
export interface Candidate {
  readonly path: string;
  /** `undefined` for one that is known by what names it. */
  readonly role: FileRole | undefined;
  /** Of the diagnostic when it cannot be read; `undefined` when nobody need know. */
  readonly severity: Severity | undefined;
}

/** Bounds in bytes. */
export interface ByteLimits {
  readonly fileBytes: number;
  readonly structuredBytes: number;
  /** Of all these files together. */
  readonly totalBytes: number;
}

/** What reading gave. */
export interface Reading {
  readonly files: readonly ProjectFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly bytes: number;
  /** Candidates that were left out because `totalBytes` was reached. */
  readonly skipped: readonly Candidate[];
}

/** The texts of the candidates in their order. Which are left out past `totalBytes` depends on that order only, not on speed. */
export function readCandidates(root: string, candidates: readonly Candidate[], limits: ByteLimits): Reading {
  const files: ProjectFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const skipped: Candidate[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    const { path, role } = candidate;
    const result = bytes >= limits.totalBytes ? undefined : readText(root, path, findFileLimit(path, role, limits));
    if (result === undefined || (result.kind === 'text' && bytes + result.bytes > limits.totalBytes)) {
      skipped.push(candidate);
    } else if (result.kind === 'text') {
      files.push(result.file);
      bytes += result.bytes;
    } else if (candidate.severity !== undefined) {
      diagnostics.push(reportRefusal(candidate.path, result, candidate.severity));
    }
  }
  return { files, diagnostics, bytes, skipped };
}
