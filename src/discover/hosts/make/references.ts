/** A stretch of a make text: plain characters, an escaped `$`, or a reference. Offsets are into the text. */
export type MakePiece =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  /** `$$` */
  | { readonly kind: 'dollar'; readonly start: number; readonly end: number }
  /** `$(NAME)`, `${NAME}`, `$N`, `$@`, `$(shell date)`; `body` is what stands inside. */
  | { readonly kind: 'reference'; readonly start: number; readonly end: number; readonly body: string };

/** The pieces of a make text in order (GNU make manual, 6.1 "Basics of Variable References"). */
export function splitReferences(text: string): readonly MakePiece[] {
  const pieces: MakePiece[] = [];
  let plain = 0;
  const add = (piece: MakePiece): void => {
    if (piece.start > plain) pieces.push({ kind: 'text', start: plain, end: piece.start });
    pieces.push(piece);
    plain = piece.end;
  };
  for (let at = text.indexOf('$'); at !== -1 && at < text.length - 1; at = text.indexOf('$', plain)) {
    const next = text[at + 1] ?? '';
    if (next === '$') add({ kind: 'dollar', start: at, end: at + 2 });
    else if (next === '(' || next === '{') {
      const end = findClose(text, at + 1);
      if (end === undefined) break;
      add({ kind: 'reference', start: at, end: end + 1, body: text.slice(at + 2, end) });
    } else add({ kind: 'reference', start: at, end: at + 2, body: next });
  }
  if (plain < text.length) pieces.push({ kind: 'text', start: plain, end: text.length });
  return pieces;
}

/** Whether a reference is a plain variable, as opposed to a function, an automatic variable or a substitution. */
export function isVariableName(body: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(body);
}

/** The shell's name for a variable of make, as long as its own: `docker-image` becomes `docker_image`. */
export function toShellName(name: string): string {
  return name.replace(/[^\w]/g, '_');
}

/** Whether a reference stands for the directory of the Makefile: `$(dir $(abspath $(lastword $(MAKEFILE_LIST))))` and its like. */
export function isOwnDirectory(body: string): boolean {
  if (/^(?:shell[ \t]+pwd|abspath[ \t]+\.\/?|realpath[ \t]+\.\/?)$/.test(body.trim())) return true;
  if (!/\bMAKEFILE_LIST\b/.test(body) || !/\bdir(?:name)?\b/.test(body)) return false;
  return (
    body.replace(
      /\b(?:shell|dirname|dir|abspath|realpath|lastword|firstword|patsubst|MAKEFILE_LIST|CURDIR)\b|%\/,%,|[\s$(){}"]/g,
      '',
    ) === ''
  );
}

/** The bracket that closes the one at `open`; brackets of its kind inside are counted. */
function findClose(text: string, open: number): number | undefined {
  const [left, right] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === left) depth += 1;
    if (text[at] === right) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
