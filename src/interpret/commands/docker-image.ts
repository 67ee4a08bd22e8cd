import { toImageKey } from '../../model/image-name.ts';
import { unknown } from '../../model/value.ts';
import { findImage, isBuiltName } from '../images.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import { type FlagTable, parseFlags } from './flags.ts';

const PLAIN: FlagTable = {
  valued: new Set(['output', 'format', 'type', 'platform']),
  short: { o: 'output', f: 'format', q: 'quiet', a: 'all-tags' },
};
const LIST: FlagTable = { valued: new Set(['filter', 'format']), short: { q: 'quiet', a: 'all', f: 'filter' } };
const REMOVE: FlagTable = { valued: new Set(), short: { f: 'force' } };

/** `docker push app:latest`, `docker save app`: needs the image to exist under its name. */
export function readUseImage({ machine, name, words }: Invocation): Reading {
  const { operands } = parseFlags(words, PLAIN);
  const images = operands
    .filter((operand) => isBuiltName(machine, operand.value))
    .map((operand) => findImage(machine, operand.value));
  return images.length === 0 ? INERT : { effect: { kind: 'use', verb: name, images, containers: [] } };
}

/** `docker tag app:build registry/app:build`: one more name for an image. */
export function readTag({ machine, words }: Invocation): Reading {
  const [source, target] = parseFlags(words, PLAIN).operands;
  if (!source || !target) return INERT;
  const image = findImage(machine, source.value);
  machine.tags.set(toImageKey(target.value), image);
  return { effect: { kind: 'use', verb: 'tag', images: [image], containers: [] } };
}

/** `docker rmi app:build`. */
export function readRemoveImage({ machine, words }: Invocation): Reading {
  const { operands } = parseFlags(words, REMOVE);
  const found = operands.map(({ value, span }) => {
    const isBuilt = isBuiltName(machine, value);
    return { subject: isBuilt ? findImage(machine, value) : toImageKey(value), span, isBuilt };
  });
  for (const operand of operands) machine.tags.delete(toImageKey(operand.value));
  const images = found.filter((item) => item.isBuilt).map((item) => item.subject);
  const names = found.filter((item) => !item.isBuilt).map((item) => item.subject);
  return { effect: { kind: 'remove-image', images, names, operands: found.map(({ subject, span }) => ({ subject, span })) } };
}

/** `docker images -q app:build`: prints the id of an image that the script built. */
export function readImages({ machine, words, span }: Invocation): Reading {
  const { flags, operands } = parseFlags(words, LIST);
  const [only, ...more] = operands;
  const isQuiet = flags.some((flag) => flag.name === 'quiet');
  if (!isQuiet || !only || more.length > 0 || !isBuiltName(machine, only.value)) return INERT;
  const id = `image:${findImage(machine, only.value)}`;
  const output = unknown({ id, expression: 'the image', reason: 'the engine chooses its id', canBeEmpty: false }, [span]);
  return { ...INERT, output };
}
