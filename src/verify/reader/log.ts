import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { type Origin, toTagKey } from './image.ts';
import type { LogEntry, World } from './world.ts';

/** A command as it runs, its words expanded. */
export interface Call {
  readonly words: readonly string[];
  /** `NAME=value` in front of the words. */
  readonly environment?: readonly string[];
  readonly redirects: readonly { readonly operator: string; readonly target: string }[];
  readonly span: Span;
}

/** Commands that change no file but those they are redirected to. */
export const READS_ONLY =
  /^(?:\|\||echo|printf|ls|cat|file|stat|du|wc|\w+sum|tar|zip|scp|head|tail|date|wait|git|which|command|docker|exit|set|sleep|test|\[|trap|export)$/;

/** What is known about a command that is logged. */
export interface LogFacts {
  readonly isSpare?: LogEntry['isSpare'];
  readonly about?: readonly string[];
  /** Where the command itself tells, and not its name. */
  readonly changesFiles?: boolean;
  /** What it reads, where that is known. */
  readonly reads?: LogEntry['reads'];
}

/** Logs a command that the new script must still have. Inside `$( )` nothing is logged. */
export function logCall(world: World, call: Call, facts: LogFacts = {}): void {
  const { isSpare = () => false, about = [], changesFiles } = facts;
  const [program = '', ...rest] = call.words;
  const text = [
    `${world.manner}${world.directory}`,
    '$',
    ...(call.environment ?? []),
    ...call.words,
    ...call.redirects.flatMap(({ operator, target }) => [operator, target]),
  ].join(' ');
  const isQuiet = READS_ONLY.test(program);
  const isUnread = changesFiles !== undefined || /^(?:echo|docker)$/.test(program);
  const reads = facts.reads ?? (isUnread ? new Map() : readArtifacts(world, call.words, isQuiet));
  for (const { operator, target } of call.redirects) {
    if (!/^[&>]?>+\|?$/.test(operator) || /^\/dev\/|^&?\d$/.test(target)) continue;
    world.host.set(joinHostPath(world.directory, target), { kind: 'made', text, fact: { isDirectory: false } });
  }
  if (changesFiles ?? !isQuiet) world.after += `${text}\n`;
  if (world.output) return;
  const images = new Map(program === 'docker' ? rest.map((word) => [word, world.images.get(toTagKey(word))] as const) : []);
  world.log.push({ text, span: call.span, images, reads, isSpare, about });
}

/** The files from images that the words name; a command that may change them leaves them unclear. */
export function readArtifacts(world: World, words: readonly string[], isQuiet: boolean): ReadonlyMap<string, Origin> {
  const reads = new Map<string, Origin>();
  for (const path of words.map((word) => joinHostPath(world.directory, word))) {
    for (const [key, origin] of world.host) {
      const isNamed = path !== '' && (findBelow(path, key) ?? findBelow(key, path)) !== undefined;
      // Nobody can tell which words name something that a container may have made.
      if (!isNamed || origin === 'directory' || origin.kind !== 'image' || origin.isMount) continue;
      reads.set(key, origin);
      if (!isQuiet)
        world.host.set(key, { kind: 'unclear', text: `\`${key}\` after \`${words[0]}\``, fact: { isDirectory: undefined } });
    }
  }
  return reads;
}

export function note(world: World, statement: string, span: Span | undefined): void {
  world.notes.push({ result: 'unproved', statement, span });
}

/** Notes what all that follows rests on. */
export function suppose(world: World, statement: string, span: Span | undefined): void {
  world.notes.push({ result: 'unproved', statement, span, isHypothesis: true });
}

/** Notes that from here on the script may do anything to images and files: nothing is refuted any more. */
export function loseTrack(world: World, statement: string, span: Span | undefined): void {
  world.isLost = true;
  note(world, statement, span);
}

export function spanOf(world: World, node: { readonly pos: number; readonly end: number }): Span {
  return { file: world.tree.file, start: node.pos, end: node.end };
}

/** How a test goes that a file makes before anything runs, so that its answer stays. */
export function decideOnce({ decisions }: World, text: string): boolean {
  const known = decisions.get(text);
  if (known === undefined) decisions.set(text, true);
  return known ?? true;
}

/** How a test goes. Each way is run; one test has one answer in a run, so one that may change while it runs proves nothing. */
export function decide(world: World, text: string, span: Span): boolean {
  const isSteady = /^\[|^case /.test(text) && !/ -[a-mo-yA-Z] /.test(text);
  if (world.asked.has(text) && !isSteady) note(world, 'the same test is asked twice and may change its answer', span);
  world.asked.add(text);
  const known = world.decisions.get(text);
  if (known === undefined) world.decisions.set(text, true);
  return known ?? true;
}
