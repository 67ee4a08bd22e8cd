import { type Alias, type Document, isAlias, isNode, isPair, isSeq, type Node, visit } from 'yaml';

/** Nodes of a document with its aliases written out: CI files hold hundreds, and lists of lists of aliases soon more than a memory. */
const MOST_NODES = 200_000;

/**
 * What each alias of a document stands for: the last node above it with that anchor (YAML 1.2, 7.1). `undefined` where the document would be
 * huge with its aliases written out, or endless because a node holds an alias of itself.
 */
export function resolveAliases(document: Document.Parsed): ReadonlyMap<Alias, Node> | undefined {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
    },
  });
  return countNodes(document.contents, targets, new Map()) <= MOST_NODES ? targets : undefined;
}

/** How many nodes one is with all that it holds; infinite for one that holds itself. */
function countNodes(node: unknown, targets: ReadonlyMap<Alias, Node>, counted: Map<Node, number>): number {
  const found = isAlias(node) ? targets.get(node) : node;
  if (!isNode(found)) return 0;
  const before = counted.get(found);
  if (before !== undefined) return before;
  counted.set(found, Number.POSITIVE_INFINITY);
  let count = 1;
  for (const item of listHeld(found)) count += countNodes(item, targets, counted);
  counted.set(found, count);
  return count;
}

function listHeld(node: Node): readonly unknown[] {
  if (isSeq(node)) return node.items;
  const items: readonly unknown[] = 'items' in node ? node.items : [];
  return items.flatMap((item) => (isPair(item) ? [item.key, item.value] : []));
}
