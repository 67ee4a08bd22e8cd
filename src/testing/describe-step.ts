import type { BuildGraph, Step, TakenSource } from '../model/build-graph.ts';
import { showHostPath } from '../model/host-path.ts';
import { showValue } from '../model/value.ts';

/** A step in a few words: `build build:0`, `remove-container container:0 leftover`, `write app`; guards in front: `?then `. */
export function describeStep({ effect, guards }: Step): string {
  return `${guards.map((guard) => `?${guard.branch} `).join('')}${describeEffect(effect)}`.trim();
}

/** Every step that touches images, containers or files. */
export function describeSteps(graph: BuildGraph): readonly string[] {
  return graph.steps.filter((step) => !['inert', 'assign'].includes(step.effect.kind)).map(describeStep);
}

/** The artifacts: `build:0:/src/app → app (file)`, with the modes behind. */
export function describeArtifacts(graph: BuildGraph): readonly string[] {
  return graph.artifacts.map(({ image, imagePath, hostPath, type, extent, modes }) => {
    const shown = `${image}:${imagePath}${extent === 'contents' ? '/.' : ''} → ${showHostPath(hostPath)} (${type})`;
    return [shown, ...modes].join(' ');
  });
}

/** The tags of every build, in order. */
export function describeTags(graph: BuildGraph): readonly string[] {
  return graph.builds.flatMap((build) => build.tags.map((tag) => showValue(tag.value)));
}

/** What the sources of the last build stood for: `artifact /src/app`, `context main.go`, `unknown app`. */
export function describeSources(graph: BuildGraph): readonly string[] {
  const taken = graph.builds.at(-1)?.takeUps ?? [];
  return taken.flatMap(({ sources }) => sources.map((source) => describeSource(graph, source)));
}

function describeSource(graph: BuildGraph, source: TakenSource): string {
  const find = (id: string): string => graph.artifacts.find((artifact) => artifact.id === id)?.imagePath ?? id;
  if (source.kind === 'artifact') return `artifact ${find(source.artifact)}${source.below && `/${source.below}`}`;
  if (source.kind === 'mixed') {
    const holds = source.holds.map((held) => `${held.at}=${find(held.artifact)}${held.isIgnored ? ' ignored' : ''}`);
    return `mixed ${source.path || '.'} (${holds.join(', ')})${source.hasOwn ? ' and own' : ''}`;
  }
  return `${source.kind} ${source.kind === 'remote' ? source.url : source.path || '.'}`;
}

function describeEffect(effect: Step['effect']): string {
  switch (effect.kind) {
    case 'build':
      return `build ${effect.image}`;
    case 'create-container':
      return `create ${effect.container}`;
    case 'extract':
      return `extract ${effect.container} ${effect.extraction}`;
    case 'drive-container':
      return `drive ${effect.containers.join(' ')}`;
    case 'remove-container':
      return `remove ${[...effect.containers, ...effect.names].join(' ')}`;
    case 'remove-image':
      return `remove-image ${[...effect.images, ...effect.names].join(' ')}`;
    case 'use':
      return `${effect.verb} ${[...effect.images, ...effect.containers].join(' ')}`;
    case 'change-files':
      return [
        ...effect.writes.map((path) => `write ${path}`),
        ...effect.removes.map((path) => `remove ${path}`),
        ...effect.reads.map((path) => `read ${path}`),
      ].join(', ');
    case 'make-directory':
      return `mkdir ${effect.paths.join(' ')}`;
    case 'opaque':
      return `opaque ${effect.names.join(' ')}`;
    case 'assign':
    case 'inert':
      return effect.kind;
  }
}
