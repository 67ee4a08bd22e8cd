import { type Random, startRandom } from './mutate-text.ts';

/** A text that is hard in one way, and the file in which it would stand. */
export interface LargeInput {
  readonly path: string;
  /** A text of at most this many characters. */
  readonly make: (length: number) => string;
}

/** The same piece again and again. */
function fill(piece: string): LargeInput['make'] {
  return (length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Pieces that differ, behind a start and as many as fit. */
function count(make: (index: number) => string, start = '', end = ''): LargeInput['make'] {
  return (length) => {
    const pieces = [start];
    for (let index = 1, size = start.length + end.length; ; index += 1) {
      const piece = make(index);
      size += piece.length;
      if (size > length) return pieces.join('') + end;
      pieces.push(piece);
    }
  };
}

function drawBytes({ below }: Random): LargeInput['make'] {
  return (length) => Array.from({ length }, () => String.fromCharCode(below(256))).join('');
}

const SHELL: Readonly<Record<string, LargeInput['make']>> = {
  'deep substitutions': (length) => `docker build -t a ${fill('$(')(length - 18)}`,
  'closed substitutions': (length) => `docker build -t a ${'$('.repeat(length / 3 - 6)}${')'.repeat(length / 3 - 6)}`,
  'deep parentheses': fill('('),
  'deep braces': fill('{ '),
  backticks: fill('`a '),
  'one long line': (length) => `docker build ${fill('--build-arg A=1 ')(length - 15)} .`,
  'one long word': fill('x'),
  'one long pipe': (length) => `docker run a${fill(' | tee b')(length - 12)}`,
  'many commands': fill('docker build -t a .\ndocker rm x\n'),
  'many containers': fill('id=$(docker create a)\ndocker cp $id:/x .\n'),
  'many images': count((at) => `docker build -t a${at} .\n`),
  'many pipelines': count(
    (at) =>
      `docker build -t b${at} .\ndocker create --name c${at} b${at}\ndocker cp c${at}:/x x${at}\ndocker build -t r${at} .\n`,
  ),
  'many artifacts': count(
    (at) => `docker cp c:/x${at} x${at}\n`,
    'docker build -t b .\ndocker create --name c b\n',
    'docker build -t r .\ntar czf all.tgz .\n',
  ),
  'many variables': count((at) => `A${at}=$A${at - 1}b\n`, '', 'docker build -t $A9 .\n'),
  'variables in variables of a shell': count((at) => `A${at}=$A${at - 1}$A${at - 1}\n`, 'A0=text\n', 'docker build -t $A9 .\n'),
  'many functions': count((at) => `f${at}() { f${at - 1}; }\n`, 'f0() { docker build .; }\n', 'f9\n'),
  'many host commands': count(
    (at) => `mkdir -p d${at}\ncp a d${at}/b\nmv d${at} e${at}\nchmod +x e${at}/b\n`,
    '',
    'docker build .\n',
  ),
  'many tests': count((at) => `if [ -f f${at} ]; then docker build -t a${at} .; fi\n`),
  'nested tests': (length) => `${'if a; then '.repeat(length / 16 - 2)}docker build .; ${'fi; '.repeat(length / 16 - 2)}`,
  'nested loops': (length) =>
    `${'for i in 1 2 3; do '.repeat(length / 26 - 2)}docker build .; ${'done; '.repeat(length / 26 - 2)}`,
  'many loops': fill('for i in 1 2 3 4 5 6 7 8 9; do docker build -t a$i .; done\n'),
  'open quotes': fill('echo "\n'),
  'here-documents': fill('cat <<A\n'),
  'many here-documents': count((at) => `cat <<A > x${at}\ntext\nA\n`, '', 'docker build .\n'),
  continuations: (length) => `echo ${fill('\\\n')(length - 5)}`,
};

const DOCKERFILE: Readonly<Record<string, LargeInput['make']>> = {
  'many stages': fill('FROM alpine AS a\nCOPY --from=a /x /y\n'),
  'many named stages': count((at) => `FROM alpine AS a${at}\nCOPY --from=a${at - 1} /x /y\n`),
  'many copies': (length) => `FROM a\n${fill('COPY a b\n')(length - 7)}`,
  'many arguments': count((at) => `ARG A${at}=$A${at - 1}\n`, '', 'FROM a\n'),
  'many settings': count((at) => `ENV A${at}=b\nWORKDIR d${at}\n`, 'FROM a\n'),
  'variables in variables': count((at) => `ENV A${at}=$A${at - 1}$A${at - 1}\n`, 'FROM a\n', 'COPY $A99 /x\n'),
  'many continued lines': (length) => `FROM a\nRUN a ${fill('\\\n')(length - 13)}`,
  'one long instruction': (length) => `FROM a\nCOPY ${fill('a ')(length - 14)}/x/\n`,
  'one long array': (length) => `FROM a\nCOPY [${fill('"a", ')(length - 19)}"/x/"]\n`,
  'here-documents of a Dockerfile': (length) => `FROM a\n${fill('RUN <<A\necho\nA\n')(length - 7)}`,
};

const MAKE: Readonly<Record<string, LargeInput['make']>> = {
  'many goals': count((at) => `g${at}: g${at - 1}\n\tdocker build -t a${at} .\n`),
  'goals of one goal': (length) =>
    `all: ${count((at) => `g${at} `)(length / 3)}\n${count((at) => `g${at}:\n\techo\n`)(length / 2)}`,
  'many make variables': count((at) => `A${at} = $(A${at - 1})b\n`, '', 'all:\n\tdocker build -t $(A9) .\n'),
  'make variables in make variables': count(
    (at) => `A${at} = $(A${at - 1})$(A${at - 1})$(A${at - 1})\n`,
    'A0 = b\n',
    'all: $(A40)\n\tdocker build -t $(A9) .\n',
  ),
  'open quote of a recipe': (length) => `all:\n\tdocker build '${fill('$(a)')(length - 24)}`,
  'many targets of a rule': (length) => `${count((at) => `t${at} `)(length - 20)}:\n\tdocker build .\n`,
  'many pattern rules': count((at) => `%.o${at}: %.c\n\techo\nx${at}.o${at}:\n`),
  'one long recipe': (length) => `all:\n${fill('\tdocker build -t a .\n')(length - 5)}`,
  'many conditions': fill('ifdef A\nB = c\nendif\n'),
  'deep references': (length) => `A = ${'$('.repeat(length / 3 - 2)}${')'.repeat(length / 3 - 2)}\n`,
  'a continued recipe': (length) => `all:\n\techo a ${fill('\\\n')(length - 13)}`,
};

const IGNORE: Readonly<Record<string, LargeInput['make']>> = {
  'many rules': fill('*.a\n!b/**/c\n'),
  'many short rules': fill('a\n'),
  'many named files': count((at) => `f${at}\n`),
  stars: fill('**/'),
};

const HOSTS: Readonly<Record<string, LargeInput>> = {
  'aliases of YAML': { path: '.gitlab-ci.yml', make: (length) => `a: &a [x]\n${fill('b: [*a, *a, *a]\n')(length - 10)}` },
  'anchors of YAML': {
    path: '.gitlab-ci.yml',
    make: count((at) => `j${at}: &a${at}\n  script: [*a${at - 1}]\n`, 'a: &a0 [x]\n'),
  },
  'merged YAML': {
    path: '.gitlab-ci.yml',
    make: count((at) => `j${at}: &a${at}\n  <<: *a${at - 1}\n  b: 1\n`, 'a: &a0 {x: y}\n'),
  },
  'deep YAML': { path: '.gitlab-ci.yml', make: fill('- ') },
  'many jobs': {
    path: '.gitlab-ci.yml',
    make: count((at) => `j${at}:\n  extends: j${at - 1}\n  script:\n    - docker build -t a .\n`),
  },
  'one long job': {
    path: '.gitlab-ci.yml',
    make: (length) => `j:\n  script:\n${fill('    - docker build -t a .\n')(length - 13)}`,
  },
  'many workflow jobs': {
    path: '.github/workflows/ci.yml',
    make: count((at) => `  j${at}:\n    env: {A${at}: b}\n    steps:\n      - run: docker build -t a .\n`, 'jobs:\n'),
  },
  'many workflow steps': {
    path: '.github/workflows/ci.yml',
    make: count((at) => `      - run: docker build -t a${at} .\n`, 'jobs:\n  j:\n    env: {A: b}\n    steps:\n'),
  },
  'many Travis commands': { path: '.travis.yml', make: count((at) => `  - docker build -t a${at} .\n`, 'script:\n') },
  'many Travis variables': { path: '.travis.yml', make: count((at) => `  - A${at}=b\n`, 'env:\n', 'script: docker build .\n') },
  'many CircleCI jobs': {
    path: '.circleci/config.yml',
    make: count((at) => `  j${at}:\n    steps:\n      - run: docker build -t a .\n`, 'jobs:\n'),
  },
  'many tasks': { path: 'Taskfile.yml', make: count((at) => `  t${at}:\n    cmds:\n      - task: t${at - 1}\n`, 'tasks:\n') },
  'many steps of Jenkins': { path: 'Jenkinsfile', make: (length) => `node { ${fill("sh 'docker build .'\n")(length - 9)} }` },
  'open comments of Jenkins': { path: 'Jenkinsfile', make: fill('/* ') },
  'one long string of Jenkins': { path: 'Jenkinsfile', make: (length) => `sh '''docker build ${fill('x\n')(length - 16)}` },
  'open string of Jenkins': { path: 'Jenkinsfile', make: (length) => `sh "docker build ${fill(`\${a}`)(length - 17)}` },
  'variables of Jenkins': { path: 'Jenkinsfile', make: count((at) => `def a${at} = 'b'\nsh 'docker build .'\n`) },
  'deep blocks of Jenkins': { path: 'Jenkinsfile', make: fill('stage { ') },
  'many npm scripts': {
    path: 'package.json',
    make: count((at) => `,"s${at}":"npm run s${at - 1}"`, '{"scripts":{"s0":"docker build ."', '}}'),
  },
  'deep JSON': { path: 'package.json', make: (length) => `{"scripts": ${'['.repeat(length - 14)}` },
  'many chapters': { path: 'README.md', make: count((at) => `# h${at}\n\`\`\`sh\ndocker build -t a .\n\`\`\`\n`) },
  'open fences': { path: 'README.md', make: count((at) => `# h${at}\n${'`'.repeat(3 + (at % 50))}sh\nmake\n`) },
  'raw bytes': { path: 'build.sh', make: drawBytes(startRandom(1)) },
};

function inFile(path: string, makers: Readonly<Record<string, LargeInput['make']>>): Readonly<Record<string, LargeInput>> {
  return Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, { path, make }]));
}

/** Inputs that are hard in different ways, by name. */
export const LARGE_INPUTS: Readonly<Record<string, LargeInput>> = {
  ...inFile('build.sh', SHELL),
  ...inFile('Dockerfile', DOCKERFILE),
  ...inFile('Makefile', MAKE),
  ...inFile('.dockerignore', IGNORE),
  ...HOSTS,
};
