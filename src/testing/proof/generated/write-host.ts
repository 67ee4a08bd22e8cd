import type { HostKind } from './shape.ts';

/** The file that holds the commands of a repository, and what starts it. */
export interface HostFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/**
 * Commands as a file of another kind than a shell script holds them. A group is a list of commands that need one shell, such as
 * `id=$(docker create app)` and what reads `$id`.
 */
export function writeHost(
  kind: Exclude<HostKind, 'shell'>,
  groups: readonly (readonly string[])[],
  variables: Readonly<Record<string, string>>,
): HostFile {
  switch (kind) {
    case 'makefile':
      return { path: 'Makefile', text: writeMakefile(groups, variables), mode: 0o644 };
    case 'package-json':
      return { path: 'package.json', text: writePackage(groups, variables), mode: 0o644 };
    case 'gitlab-ci':
      return { path: '.gitlab-ci.yml', text: writePipeline(groups, variables), mode: 0o644 };
    case 'github-workflow':
      return { path: '.github/workflows/image.yml', text: writeWorkflow(groups, variables), mode: 0o644 };
  }
}

const isComment = (line: string): boolean => line.startsWith('#');

function writeMakefile(groups: readonly (readonly string[])[], variables: Readonly<Record<string, string>>): string {
  const names = Object.keys(variables);
  const spell = (line: string) =>
    line.replaceAll('$', '$$$$').replace(/\$\$(\w+)/g, (whole, name: string) => (names.includes(name) ? `$(${name})` : whole));
  const recipe = groups.map((lines) => `\t${lines.map(spell).join(lines.some(isComment) ? '\n\t' : ' && \\\n\t  ')}\n`);
  const head = Object.entries(variables).map(([name, value]) => `${name} := ${value}\n`);
  return `${head.join('')}\n.PHONY: image\n\nimage:\n${recipe.join('')}`;
}

function writePackage(groups: readonly (readonly string[])[], variables: Readonly<Record<string, string>>): string {
  const head = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const lines = [...head, ...groups.flat().filter((line) => !isComment(line))];
  return `${JSON.stringify({ name: 'app', private: true, scripts: { image: lines.join(' && ') } }, undefined, 2)}\n`;
}

/** A plain scalar where that is what people write, else one in single quotes. */
function quote(line: string): string {
  return /^[\w./][^#:'"{}[\],&*!|>%@`]*$/.test(line) ? line : `'${line.replaceAll("'", "''")}'`;
}

function writePipeline(groups: readonly (readonly string[])[], variables: Readonly<Record<string, string>>): string {
  const head = Object.entries(variables).map(([name, value]) => `    ${name}: ${value}\n`);
  const items = groups.flat().map((line) => (isComment(line) ? `    ${line}\n` : `    - ${quote(line)}\n`));
  return `package:\n  image: docker:20.10\n${head.length > 0 ? `  variables:\n${head.join('')}` : ''}  script:\n${items.join('')}`;
}

function writeWorkflow(groups: readonly (readonly string[])[], variables: Readonly<Record<string, string>>): string {
  const head = Object.entries(variables).map(([name, value]) => `  ${name}: ${value}\n`);
  const steps = groups.map((lines) =>
    lines.length === 1 && !isComment(lines[0] ?? '')
      ? `      - run: ${quote(lines[0] ?? '')}\n`
      : `      - run: |\n${lines.map((line) => `          ${line}\n`).join('')}`,
  );
  const environment = head.length > 0 ? `env:\n${head.join('')}` : '';
  return `on: push\n${environment}jobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n${steps.join('')}`;
}
