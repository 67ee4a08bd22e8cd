import { type Assignment, type Command, forEachChild, type SyntaxNode, type Word } from 'unbash';

/** What the words of a command say, whatever its variables hold when it runs. */
export interface CommandParts {
  readonly assignments: readonly Assignment[];
  /** Of the assignments. */
  readonly names: readonly string[];
  /** The command's name and its words; none where it only assigns. */
  readonly words: readonly (Word | Assignment)[];
  /** The variables it names. */
  readonly reads: readonly string[];
  /** Those that `make A=b` and the like name. */
  readonly assigned: readonly string[];
  /** Those that `export A=b B` and the like name. */
  readonly declared: readonly string[];
}

const taken = new WeakMap<Command, CommandParts>();

/** The parts of a command, which may run many times: of a loop, a function, a target of a Makefile. */
export function takeApart(node: Command): CommandParts {
  const known = taken.get(node);
  if (known) return known;
  const { name, prefix, suffix } = node;
  const assignments = [...prefix, ...suffix].filter((item) => item.type === 'Assignment');
  const behind = suffix.filter((item) => item.type === 'Word' || item.type === 'Assignment');
  const parts = {
    assignments,
    names: assignments.map((assignment) => assignment.name),
    words: name ? [name, ...behind] : [],
    reads: findReads(node),
    assigned: behind.flatMap((item) => (item.type === 'Assignment' ? [item.name] : [])),
    declared: behind.flatMap((item) => {
      if (item.type === 'Assignment') return [item.name];
      return /^[A-Za-z_]\w*$/.test(item.value) ? [item.value] : [];
    }),
  };
  taken.set(node, parts);
  return parts;
}

/** The variables that a stretch of script names. */
export function findReads(node: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  const visit = (child: SyntaxNode): void => {
    if (child.type === 'SimpleExpansion') names.add(child.text.slice(1));
    if (child.type === 'ParameterExpansion') names.add(child.parameter);
    forEachChild(child, visit);
  };
  visit(node);
  return [...names];
}
