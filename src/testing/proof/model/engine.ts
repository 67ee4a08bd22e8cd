import { addTag } from './build-image.ts';
import { FailureError, type Tree } from './file-tree.ts';
import { type Config, type Image, makeBase } from './image.ts';

/** A container, with the settings that it was created with and those of its image. */
export interface Container {
  readonly tree: Tree;
  readonly config: Config;
}

/** An engine of the model. */
export interface Engine {
  readonly images: Map<string, Image>;
  readonly containers: Map<string, Container>;
  /** What reached others: `push app:latest`, with the image as it was. */
  readonly pushed: { readonly name: string; readonly image: Image }[];
  /** Builds, copies and runs that failed. */
  readonly failed: string[];
  count: number;
}

export function startEngine(): Engine {
  return { images: new Map(), containers: new Map(), pushed: [], failed: [], count: 0 };
}

/** An image that is there, or a base image nobody builds. @throws FailureError */
export function findImage(engine: Engine, name: string): Image {
  const image = engine.images.get(addTag(name));
  if (image) return image;
  if (/^(?:golang|alpine|node|nginx|debian|gcc|busybox)(?::|$)/.test(name)) return makeBase(addTag(name));
  throw new FailureError(`no image ${name}`);
}

/** @throws FailureError */
export function findContainer(engine: Engine, name: string): Container {
  const container = engine.containers.get(name);
  if (!container) throw new FailureError(`no container ${name}`);
  return container;
}
