import type { Image } from '../reader/image.ts';

const known = new WeakMap<Image, Image>();

/** The image with the steps of all stages that it stands on, from a base that is pulled: `FROM stage` goes on where that ends. */
export function flattenImage(image: Image): Image {
  if (typeof image.base === 'string') return image;
  const found = known.get(image);
  if (found) return found;
  const below = flattenImage(image.base);
  const options = [...new Set([...below.options, ...image.options])];
  const flat = { ...image, base: below.base, steps: [...below.steps, ...image.steps], options };
  known.set(image, flat);
  return flat;
}
