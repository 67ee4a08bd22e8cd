import { findNearest } from '../report/nearest.ts';

/** What is wrong with a value that stands at a place, or `undefined` when nothing is. */
export type Reader = (value: unknown, place: string) => string | undefined;

/** Readers by key. */
export type Fields = Readonly<Record<string, Reader>>;

/** Takes an object with these keys only; those that are `required` must be there. */
export function readObject(fields: Fields, required: readonly string[] = []): Reader {
  return (value, place) => {
    if (!isObject(value)) return say(place, 'an object');
    const missing = required.find((key) => value[key] === undefined);
    if (missing !== undefined) return `${name(join(place, missing))} is missing`;
    return first(Object.entries(value), ([key, item]) => {
      const read = fields[key];
      return read === undefined ? refuseKey(key, place, fields) : read(item, join(place, key));
    });
  };
}

/** Takes an object whose keys all fit. */
export function readRecord(keys: RegExp, read: Reader): Reader {
  return (value, place) => {
    if (!isObject(value)) return say(place, 'an object');
    return first(Object.entries(value), ([key, item]) =>
      keys.test(key) ? read(item, join(place, key)) : `${name(join(place, key))} is not a valid key`,
    );
  };
}

/** Takes a list of what `read` takes. */
export function readList(read: Reader): Reader {
  return (value, place) => {
    if (!Array.isArray(value)) return say(place, 'a list');
    return first([...value.entries()], ([index, item]) => read(item, `${place}[${index}]`));
  };
}

/** Takes a text that fits; `what` says in words what that is. */
export function readText(pattern: RegExp, what: string): Reader {
  return (value, place) => (typeof value === 'string' && pattern.test(value) ? undefined : say(place, what));
}

/** Takes a whole number within bounds. */
export function readNumber(least: number, most: number): Reader {
  return (value, place) => {
    const isFine = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
    return isFine ? undefined : say(place, `a whole number from ${least} to ${most}`);
  };
}

/** Takes `true` and `false`. */
export function readBoolean(value: unknown, place: string): string | undefined {
  return typeof value === 'boolean' ? undefined : say(place, 'true or false');
}

function refuseKey(key: string, place: string, fields: Fields): string {
  const [nearest] = findNearest(key, Object.keys(fields));
  return `${name(join(place, key))} is not known${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`;
}

function say(place: string, what: string): string {
  return `${name(place)} must be ${what}`;
}

function name(place: string): string {
  return place === '' ? 'the manifest' : `\`${place}\``;
}

function join(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`;
}

function first<Item>(items: readonly Item[], check: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const wrong = check(item);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
