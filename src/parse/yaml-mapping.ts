import { isMap, parseDocument, type YAMLMap } from 'yaml';
import { isTooDeep } from '../model/is-too-deep.ts';

/** The mapping that a YAML file is, all scalars read as texts; `undefined` for one with errors, nested too deep, or no mapping. */
export function parseMapping(text: string): YAMLMap | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const document = parseDocument(text, { schema: 'failsafe', logLevel: 'error', prettyErrors: false });
    return document.errors.length === 0 && isMap(document.contents) ? document.contents : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
