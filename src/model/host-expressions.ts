import { type HostKind, NOTHING } from './script-host.ts';

/** How a host writes values that it puts into shell text before the shell sees it. */
export interface ExpressionStyle {
  /** Global; its first group is the expression without marks. */
  readonly pattern: RegExp;
  /** Starts the name of each parameter that stands for an expression; the marks have to leave room for it. */
  readonly prefix: string;
}

/** `${{ github.ref }}`, the engine of GitHub workflows. */
export const GITHUB_EXPRESSIONS: ExpressionStyle = { pattern: /\$\{\{(.*?)\}\}/gs, prefix: '__' };

/** `{{.IMAGE}}`, the templates of Taskfiles. */
export const TASK_EXPRESSIONS: ExpressionStyle = { pattern: /\{\{(.*?)\}\}/g, prefix: '__' };

/** `<< parameters.tag >>` of CircleCI: it has a dot in it and an end, where `<<` of the shell opens a here-document. */
export const CIRCLE_EXPRESSIONS: ExpressionStyle = { pattern: /(?<!<)<<\s*([a-z]\w*(?:\.[\w.-]+)+)\s*>>/g, prefix: '_' };

const STYLES: Partial<Record<HostKind, ExpressionStyle>> = {
  'github-workflow': GITHUB_EXPRESSIONS,
  taskfile: TASK_EXPRESSIONS,
  circleci: CIRCLE_EXPRESSIONS,
};

/** The parameter that stands for an expression: `github.ref` → `__github_ref`. */
export function nameExpression(expression: string, { prefix }: ExpressionStyle): string {
  return prefix + expression.replaceAll(NOTHING, '').trim().replace(/^\./, '').replace(/\W/g, '_');
}

/** Shell words as a file has to have them: parameters that stand for an expression of the file become that expression. */
export function restoreExpressions(words: string, kind: HostKind | undefined, text: string): string {
  const style = kind && STYLES[kind];
  if (!style || !words.includes(`${style.prefix}`)) return words;
  const written = new Map<string, string>();
  for (const [all, expression = ''] of text.matchAll(style.pattern)) {
    const name = nameExpression(expression, style);
    if (!written.has(name)) written.set(name, all);
  }
  return words.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (all, braced?: string, bare?: string) => written.get(braced ?? bare ?? '') ?? all,
  );
}
