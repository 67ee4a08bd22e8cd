import { isMap, parseDocument, type YAMLMap } from 'yaml';
import { hasRepeatedKeys } from '../model/has-repeated-keys.ts';
import { isTooDeep } from '../model/is-too-deep.ts';

/** The mapping that a YAML file is, all scalars read as texts; `undefined` for one with errors, nested too deep, or no mapping. */
export function parseMapping(text: string): YAMLMap | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const options = { schema: 'failsafe', logLevel: 'error', prettyErrors: false, uniqueKeys: false } as const;
    const { errors, contents } = parseDocument(text, options);
    return errors.length === 0 && isMap(contents) && !hasRepeatedKeys(contents) ? contents : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
