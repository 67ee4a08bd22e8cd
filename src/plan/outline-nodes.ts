import type { OutlineNode } from '../model/script-outline.ts';

/** The nodes directly inside a node. */
export function findChildren(node: OutlineNode): readonly OutlineNode[] {
  switch (node.kind) {
    case 'command':
    case 'test':
      return [];
    case 'list':
    case 'chain':
    case 'pipe':
      return node.items;
    case 'branch':
      return [...node.clauses.flatMap(({ test, body }) => [test, body]), ...(node.otherwise ? [node.otherwise] : [])];
    case 'loop':
      return node.test ? [node.test, node.body] : [node.body];
    case 'group':
    case 'block':
    case 'function':
      return [node.body];
    case 'choice':
      return node.bodies;
  }
}

/** The commands and tests inside a node. */
export function findCommands(node: OutlineNode): readonly OutlineNode[] {
  return node.kind === 'command' || node.kind === 'test' ? [node] : findChildren(node).flatMap(findCommands);
}

/** The functions that are defined inside a node, outer ones first. */
export function findFunctions(node: OutlineNode): readonly (OutlineNode & { kind: 'function' })[] {
  const own = node.kind === 'function' ? [node] : [];
  return [...own, ...findChildren(node).flatMap(findFunctions)];
}
