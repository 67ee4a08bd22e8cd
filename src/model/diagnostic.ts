import type { DiagnosticCode } from './diagnostic-catalogue.ts';
import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A second place that explains the first: ``build.sh:9:5 `OUT` is set here``. */
export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

/** Something to tell the user about their files. Returned, never thrown. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One line, lower-case start, no full stop; names from the user's files stand in backquotes. */
  readonly message: string;
  /** `undefined` when the diagnostic is about the repository as a whole. */
  readonly span: Span | undefined;
  readonly related: readonly RelatedPlace[];
  /** One next step, or `undefined` where there is none. */
  readonly help: string | undefined;
}

/** A diagnostic with no related places unless given. */
export function diagnose(
  code: DiagnosticCode,
  severity: Severity,
  message: string,
  place: {
    readonly span?: Span | undefined;
    readonly related?: readonly RelatedPlace[];
    readonly help?: string | undefined;
  } = {},
): Diagnostic {
  return { code, severity, message, span: place.span, related: place.related ?? [], help: place.help };
}
