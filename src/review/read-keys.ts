/** What arrived from the keyboard. */
export type Input = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'paste'; readonly text: string };

const SEQUENCES: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  '[5~': 'pageup',
  '[6~': 'pagedown',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[3~': 'delete',
  '[Z': 'shift-tab',
};

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  ' ': 'space',
  '\x7f': 'backspace',
  '\b': 'backspace',
};

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

/**
 * A reader of raw terminal input: `y`, `ctrl-r`, `pagedown`, `escape`; text between the marks of a bracketed paste comes as one. What a
 * chunk leaves open is kept for the next one; `flush` takes an Escape that nothing followed.
 */
export function createKeyReader(): {
  readonly read: (chunk: string) => readonly Input[];
  readonly flush: () => readonly Input[];
} {
  let rest = '';
  return {
    read: (chunk) => {
      const { inputs, left } = split(rest + chunk);
      rest = left;
      return inputs;
    },
    flush: () => {
      const isEscape = rest.startsWith('\x1b') && !rest.startsWith(PASTE_START);
      if (isEscape) rest = '';
      return isEscape ? [{ kind: 'key', key: 'escape' }] : [];
    },
  };
}

function split(text: string): { readonly inputs: readonly Input[]; readonly left: string } {
  const inputs: Input[] = [];
  for (let rest = text; rest !== ''; ) {
    const first = readFirst(rest);
    if (!first) return { inputs, left: rest };
    inputs.push(first.input);
    rest = rest.slice(first.length);
  }
  return { inputs, left: '' };
}

/** The first input of a text with its length; `undefined` when it is not whole yet. */
function readFirst(text: string): { readonly input: Input; readonly length: number } | undefined {
  if (text.startsWith(PASTE_START)) {
    const end = text.indexOf(PASTE_END);
    const input: Input = { kind: 'paste', text: text.slice(PASTE_START.length, end) };
    return end === -1 ? undefined : { input, length: end + PASTE_END.length };
  }
  if (text.startsWith('\x1b')) return readEscape(text);
  const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return { input: { kind: 'key', key: nameCharacter(character) }, length: character.length };
}

/** An escape sequence: CSI with its parameters, SS3 with one letter. Before anything else the Escape is a key of its own. */
function readEscape(text: string): ReturnType<typeof readFirst> {
  const match = /^\x1b(\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z])/.exec(text);
  if (match) return { input: { kind: 'key', key: SEQUENCES[match[1] ?? ''] ?? 'unknown' }, length: match[0].length };
  const isOpen = /^\x1b(?:\[[0-9;?]*[ -/]*|O)?$/.test(text);
  return isOpen ? undefined : { input: { kind: 'key', key: 'escape' }, length: 1 };
}

function nameCharacter(character: string): string {
  const known = CONTROLS[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  return code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character;
}
