import { APPLYING_CATALOGUE } from './catalogue/applying.ts';
import { DISCOVERING_CATALOGUE } from './catalogue/discovering.ts';
import { INTERPRETING_CATALOGUE } from './catalogue/interpreting.ts';
import { PLANNING_FLOW_CATALOGUE } from './catalogue/planning-flow.ts';
import { PLANNING_IMAGES_CATALOGUE } from './catalogue/planning-images.ts';
import { READING_CATALOGUE } from './catalogue/reading.ts';

/** One entry of the catalogue: what `restage explain CODE` prints. */
export interface CatalogueEntry {
  /** One sentence: what is wrong. */
  readonly title: string;
  /** A paragraph: why restage cares. */
  readonly why: string;
  /** A paragraph: what to do next. */
  readonly next: string;
}

/**
 * Every diagnostic restage can give. Codes are `area/what-is-wrong`; the areas are `file`, `shell`, `dockerfile`, `path`,
 * `artifact`, `image`, `flow`, `context`, `argument`, `stage`, `script`, `pattern`, `tree`, `usage`.
 */
export const CATALOGUE = {
  ...DISCOVERING_CATALOGUE,
  ...READING_CATALOGUE,
  ...INTERPRETING_CATALOGUE,
  ...PLANNING_IMAGES_CATALOGUE,
  ...PLANNING_FLOW_CATALOGUE,
  ...APPLYING_CATALOGUE,
  'pattern/none': {
    title: 'No builder pattern was found.',
    why: 'No script carries a file from one image into the build of another, and no script builds a base image that several Dockerfiles start from.',
    next: 'Nothing to do. If you expected one, name the script: `restage plan path/to/script.sh`, and read `restage inspect SCRIPT --phase interpret`.',
  },
} satisfies Record<string, CatalogueEntry>;

export type DiagnosticCode = keyof typeof CATALOGUE;
