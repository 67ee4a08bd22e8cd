import { type Diagnostic, diagnose, type Severity } from '../model/diagnostic.ts';
import type { Refusal } from './refusal.ts';

/** The diagnostic that stands for a file that was not read, placed at its first character. */
export function reportRefusal(path: string, { code, reason, help }: Refusal, severity: Severity): Diagnostic {
  return diagnose(code, severity, `\`${path}\` ${reason}`, { span: { file: path, start: 0, end: 0 }, help });
}
