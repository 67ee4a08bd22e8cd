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

/** The title of tests on a bench, with the first line of the reason where they are skipped. */
export function titleOnBench(title: string, opened: OpenedBench): string {
  return opened.kind === 'open' || isEngineRequired() ? title : `${title}: skipped, ${opened.reason.split('\n')[0]}`;
}

/** The bench that was opened. @throws Error with the reason where there is none, which fails the test that asks. */
export function demandBench(opened: OpenedBench): Bench {
  if (opened.kind === 'missing') throw new Error(`this test needs a Docker engine: ${opened.reason}`);
  return opened.bench;
}

/** Starts an engine and puts a stand-in under each of the names. `close` takes everything away again. Says so where tests will be skipped. */
export async function openBench(names: readonly string[]): Promise<OpenedBench> {
  const opened = await tryToOpen(names);
  if (opened.kind === 'missing' && !isEngineRequired()) console.warn(`tests on a Docker engine are skipped: ${opened.reason}`);
  return opened;
}

async function tryToOpen(names: readonly string[]): Promise<OpenedBench> {
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
