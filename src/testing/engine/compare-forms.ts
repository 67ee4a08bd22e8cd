import { compareImages, showDifference } from '../../verify/engine/compare-images.ts';
import { buildForm, type Images } from './build-form.ts';
import type { Builder, EngineCase } from './engine-case.ts';
import type { Bench } from './reset-engine.ts';

/** What building both forms of a case showed. */
export interface FormComparison {
  /** One line for each difference, with the image's name in front. */
  readonly differences: readonly string[];
  /** The patterns of `engine.differs` that named something that does differ. */
  readonly needed: readonly string[];
}

/**
 * Builds the old and the new form with one builder and compares their images.
 * @throws Error when a form can't be built.
 */
export async function buildAndCompare(bench: Bench, engineCase: EngineCase, builder: Builder): Promise<FormComparison> {
  const before = await buildForm(bench, { engineCase, tree: 'input', builder });
  const after = await buildForm(bench, { engineCase, tree: 'output', builder });
  return compareForms(before, after, engineCase.differs);
}

/** Compares the images of two forms. An image that only the new form has is none to compare: the old one was allowed to fail. */
export function compareForms(before: Images, after: Images, differs: readonly string[]): FormComparison {
  const comparisons = [...before].flatMap(([name, left]) => {
    const right = after.get(name);
    return right ? [{ name, ...compareImages(left, right, { except: differs }) }] : [];
  });
  return {
    differences: comparisons.flatMap(({ name, differences }) => differences.map((each) => `${name}: ${showDifference(each)}`)),
    needed: comparisons.flatMap(({ excepted }) => excepted.filter(({ paths }) => paths.length > 0).map(({ pattern }) => pattern)),
  };
}
