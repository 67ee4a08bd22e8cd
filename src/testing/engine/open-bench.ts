import { existsSync } from 'node:fs';
import { type Bench, clearEngine, prepareBench } from './reset-engine.ts';
import { BUSYBOX } from './stand-ins.ts';
import { NoEngineError, startEngine } from './start-engine.ts';

/** A running engine with its base images, or why there is none. */
export type OpenedBench =
  | { readonly kind: 'open'; readonly bench: Bench; readonly close: () => Promise<void> }
  | { readonly kind: 'missing'; readonly reason: string };

/** Whether tests that need an engine have to run: a machine without one then fails them. */
export function isEngineRequired(): boolean {
  return process.env.CI === 'true' || process.env.RESTAGE_ENGINE_REQUIRED === '1';
}

/** Starts an engine and puts a stand-in under each of the names. `close` takes everything away again. */
export async function openBench(names: readonly string[]): Promise<OpenedBench> {
  if (!existsSync(BUSYBOX)) return { kind: 'missing', reason: `there is no ${BUSYBOX} to make base images of (busybox-static)` };
  try {
    const engine = await startEngine();
    const close = async (bench: Bench | undefined): Promise<void> => {
      if (bench) await clearEngine(bench);
      await engine.stop();
    };
    try {
      const bench = await prepareBench(engine.host, names);
      return { kind: 'open', bench, close: () => close(bench) };
    } catch (error) {
      await close(undefined);
      throw error;
    }
  } catch (error) {
    if (error instanceof NoEngineError) return { kind: 'missing', reason: error.message };
    throw error;
  }
}
