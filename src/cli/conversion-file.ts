import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { FileChange, PipelinePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';

/** What a review hands to `restage verify`: the files as a person left them, which no plan gives again. */
export interface Conversion {
  readonly project: Project;
  readonly pipelines: readonly PipelinePlan[];
  readonly changes: readonly FileChange[];
}

/** A conversion as bytes, for a process of the same build. */
export function printConversion(conversion: Conversion): Uint8Array {
  return serialize(conversion);
}

/** What `printConversion` wrote. */
export async function readConversion(path: string): Promise<Conversion> {
  return deserialize(await readFile(path));
}
