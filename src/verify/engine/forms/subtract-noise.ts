import { type Comparison, compareImages, type Difference } from '../compare-images.ts';
import type { FlattenedImage } from '../flattened-image.ts';

/** What two builds of one image have not in common, sorted by what it means. */
export interface JudgedComparison {
  readonly differences: readonly Difference[];
  /** What already differs between two runs of the old way; it says nothing about the new one. */
  readonly noise: readonly Difference[];
  /** Paths that differ by nature, by the pattern of the plan that names them. */
  readonly excepted: Comparison['excepted'];
}

/** Compares the old image with the new one; what the second old image has in common with neither is noise. */
export function subtractNoise(
  images: { readonly before: FlattenedImage; readonly again: FlattenedImage; readonly after: FlattenedImage },
  except: readonly string[],
): JudgedComparison {
  const noise = compareImages(images.before, images.again, { except }).differences;
  const { differences, excepted } = compareImages(images.before, images.after, { except });
  const isNoise = (item: Difference) => noise.some((other) => other.path === item.path && other.what === item.what);
  return { differences: differences.filter((item) => !isNoise(item)), noise, excepted };
}
