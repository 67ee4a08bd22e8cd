import type { Transform } from '../src/model/draft.ts';
import { chainBaseImage } from './chain-base-image.ts';
import { copyFromImage } from './copy-from-image.ts';
import { copyFromStage } from './copy-from-stage.ts';
import { exportArtifact } from './export-artifact.ts';
import { mergeStages } from './merge-stages.ts';
import { nameStages } from './name-stages.ts';
import { orderForCache } from './order-for-cache.ts';
import { overlayWideCopy } from './overlay-wide-copy.ts';
import { replayHostStep } from './replay-host-step.ts';
import { resetOwnership } from './reset-ownership.ts';
import { rewriteCallers } from './rewrite-callers.ts';
import { rewriteScript } from './rewrite-script.ts';
import { runToStage } from './run-to-stage.ts';
import { splitArguments } from './split-arguments.ts';
import { streamToCopy } from './stream-to-copy.ts';
import { unpackAddedArchive } from './unpack-added-archive.ts';
import { widenContext } from './widen-context.ts';

/** All transforms, in the order they propose. */
export const TRANSFORMS: readonly Transform[] = [
  mergeStages,
  nameStages, // before everything that needs an alias
  runToStage, // after name-stages: work is added to stages by their names
  chainBaseImage, // after run-to-stage: an image may be what a container left
  streamToCopy,
  splitArguments,
  widenContext,
  copyFromStage,
  copyFromImage,
  overlayWideCopy,
  unpackAddedArchive, // after name-stages: its stage starts from a named one
  replayHostStep,
  resetOwnership, // after every transform that proposes a copy
  exportArtifact, // after split-arguments: its build needs the same arguments
  orderForCache,
  rewriteCallers,
  rewriteScript, // last: what is kept depends on what the others took over
];
