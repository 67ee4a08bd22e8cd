import fc from 'fast-check';

/** Something that a builder makes. */
export interface Artifact {
  readonly kind: 'file' | 'directory' | 'compiled' | 'archive';
  readonly name: string;
  readonly place: string;
  readonly mode: string | undefined;
  readonly owner: string | undefined;
  readonly hasLink: boolean;
}

/** How a script gets it onto the host and into the other image. */
export interface TakeUp {
  readonly idiom:
    | 'create'
    | 'run-name'
    | 'mount'
    | 'cat'
    | 'tar'
    | 'cp-stream'
    | 'quiet-id'
    | 'work'
    | 'work-mount'
    | 'source-mount'
    | 'commit'
    | 'external'
    | 'loop'
    /** Picked out of `docker export`. */
    | 'export'
    | 'export-file'
    /** `tar --strip-components` */
    | 'stripped'
    /** Copied into a container that is committed. */
    | 'filled'
    /** `docker build --output` */
    | 'output';
  readonly host: 'here' | 'renamed' | 'made-directory' | 'new-directory' | 'contents';
  readonly hostStep: 'none' | 'chmod' | 'mv' | 'rm-before' | 'mv-directory' | 'thin';
  readonly form: 'exact' | 'into-slash' | 'into-dot' | 'renamed' | 'wide' | 'glob' | 'below' | 'added' | 'json' | 'owned';
  /** A command between the steps that is none of the round trip. */
  readonly between:
    | 'none'
    | 'enter'
    | 'look'
    | 'write-beside'
    | 'copy-beside'
    | 'test'
    | 'spare'
    | 'stamp'
    | 'condition'
    | 'repeat';
}

/** Which file holds the commands. */
export type HostKind = 'shell' | 'makefile' | 'package-json' | 'gitlab-ci' | 'github-workflow';

/** What a repository is made from. */
export interface Shape {
  readonly artifacts: readonly { readonly artifact: Artifact; readonly taken: TakeUp }[];
  readonly builder: {
    readonly base: string;
    readonly workdir: string;
    readonly isWide: boolean;
    readonly user: string | undefined;
    readonly argument: boolean;
    readonly file: string;
  };
  readonly runtime: {
    readonly base: string;
    readonly workdir: string | undefined;
    readonly user: string | undefined;
    readonly argument: boolean;
    readonly settings: readonly string[];
    readonly file: string;
  };
  readonly ignore: readonly string[];
  readonly noise: readonly string[];
  readonly host: HostKind;
  readonly style: {
    readonly errexit: boolean;
    readonly variable: boolean;
    readonly cleans: boolean;
    readonly wraps: boolean;
    readonly chained: boolean;
    readonly subdirectory: boolean;
    readonly pushes: 'none' | 'image' | 'builder';
    readonly guard: boolean;
    readonly sudo: boolean;
    /** The second image takes the first artifact, too. */
    readonly second: boolean;
    /** What starts from an image that the script builds first. */
    readonly chain: 'none' | 'builder' | 'runtime' | 'both';
    /** Artifacts come from two builders in turn. */
    readonly producers: boolean;
    /** The builder prints the whole context of the other build. */
    readonly piped: boolean;
    /** The second image is committed from a container that the artifacts are copied into. */
    readonly committed: boolean;
  };
}

const option = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) => fc.option(arbitrary, { nil: undefined, freq });
/** The first is by far the most likely, so that most projects have one peculiarity or two. */
const mostly = <T>(first: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 2 + 2 * others.length, arbitrary: fc.constant(first) },
    ...others.map((each) => ({ weight: 1, arbitrary: fc.constant(each) })),
  );
const seldom = fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const artifact: fc.Arbitrary<Artifact> = fc
  .record({
    kind: mostly<Artifact['kind']>('file', 'directory', 'compiled', 'archive'),
    name: fc.constantFrom('app', 'server', 'dist', 'tool.bin', 'a-b', 'out_1', 'page.html', 'app.jar'),
    place: fc.constantFrom('', '', '/out', '/usr/local/bin', 'build', '/srv/deep/er'),
    mode: option(fc.constantFrom('755', '644', '600', '700', '+x', '777'), 2),
    owner: option(fc.constantFrom('node:node', '1000:1000', '1234:4321'), 1),
    hasLink: fc.boolean(),
  })
  .map(nameArchive);

/** Archives say so by their name: what an engine unpacks is decided by content, and no reader of scripts can know that. */
function nameArchive<T extends { readonly kind: string; readonly name: string }>(each: T): T & { readonly name: string } {
  return each.kind === 'archive' ? { ...each, name: `${each.name}.tar` } : each;
}

const taken: fc.Arbitrary<TakeUp> = fc.record({
  idiom: mostly<TakeUp['idiom']>(
    ...(['create', 'run-name', 'mount', 'cat', 'tar', 'cp-stream', 'quiet-id', 'work', 'work-mount'] as const),
    ...(['source-mount', 'commit', 'external', 'loop', 'export', 'export-file', 'stripped', 'filled', 'output'] as const),
  ),
  host: mostly<TakeUp['host']>('here', 'renamed', 'made-directory', 'new-directory', 'contents'),
  hostStep: mostly<TakeUp['hostStep']>('none', 'chmod', 'mv', 'rm-before', 'mv-directory', 'thin'),
  form: mostly<TakeUp['form']>('exact', 'into-slash', 'into-dot', 'renamed', 'wide', 'glob', 'below', 'added', 'json', 'owned'),
  between: mostly<TakeUp['between']>(
    ...(['none', 'enter', 'look', 'write-beside', 'copy-beside', 'test', 'spare', 'stamp', 'condition', 'repeat'] as const),
  ),
});

const IGNORED = ['Dockerfile*', '*.sh', '.dockerignore', 'docs', '*.md', 'dist', 'app', '!dist/keep', '**/*.map', '# a comment'];
const IGNORED_SELDOM = [
  'stage*',
  '/mounted',
  'moved0',
  '**/sub',
  'build/',
  '*.tar',
  '!docs/readme.md',
  './keep.txt',
  '**/index',
  'out_*',
];

const ignore = fc.oneof(
  { weight: 6, arbitrary: fc.subarray(IGNORED, { maxLength: 5 }) },
  { weight: 2, arbitrary: fc.subarray([...IGNORED, ...IGNORED_SELDOM], { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .subarray(['!main.go', '!keep.txt', '!app', '!server', '!dist', '!build', '!stage0', '!out_1'], { minLength: 2 })
      .map((rules) => ['*', ...rules]),
  },
);

/** Everything that may be peculiar about a repository with the builder pattern. */
export const shape: fc.Arbitrary<Shape> = fc.record({
  artifacts: fc.uniqueArray(fc.record({ artifact, taken }), {
    minLength: 1,
    maxLength: 3,
    selector: (each) => each.artifact.name,
  }),
  builder: fc.record({
    base: fc.constantFrom('golang:1.16', 'golang:1.16', 'node:14', 'gcc:12', 'alpine:3.14'),
    workdir: fc.constantFrom('/src', '/src', '/go/src/app', '/home/node/app', 'app', '/'),
    isWide: fc.boolean(),
    user: option(fc.constantFrom('node', '1000'), 1),
    argument: fc.boolean(),
    file: fc.constantFrom('Dockerfile.build', 'Dockerfile.build', 'build/Dockerfile', 'builder.dockerfile'),
  }),
  runtime: fc.record({
    base: fc.constantFrom('alpine:3.14', 'alpine:3.14', 'scratch', 'node:14', 'nginx:1.21', 'debian:11'),
    workdir: option(fc.constantFrom('/app', '/usr/share/nginx/html', 'srv')),
    user: option(fc.constantFrom('node', '1001'), 1),
    argument: fc.boolean(),
    settings: fc.subarray([
      'ENV PORT=80',
      'EXPOSE 80',
      'LABEL maintainer=me',
      'CMD ["/app/server"]',
      'ENTRYPOINT ["/bin/sh"]',
      'RUN mkdir -p /app',
    ]),
    file: fc.constantFrom('Dockerfile', 'Dockerfile', 'Dockerfile.run'),
  }),
  ignore,
  noise: fc.subarray(
    [
      'echo building',
      'docker images',
      '# a comment',
      'docker rmi -f old:image',
      'VERSION=1.2',
      'ls docs',
      'test -f main.go',
      'mkdir -p tmp',
      'docker pull alpine:3.14',
      'cd docs && ls && cd ..',
    ],
    { maxLength: 2 },
  ),
  host: mostly<HostKind>('shell', 'makefile', 'package-json', 'gitlab-ci', 'github-workflow'),
  style: fc.record({
    errexit: fc.boolean(),
    variable: fc.boolean(),
    cleans: fc.boolean(),
    wraps: mostly(false, true),
    chained: mostly(false, true),
    subdirectory: mostly(false, true),
    pushes: mostly<Shape['style']['pushes']>('none', 'image', 'builder'),
    guard: seldom,
    sudo: seldom,
    second: seldom,
    chain: fc.oneof(
      { weight: 12, arbitrary: fc.constant('none' as const) },
      { weight: 3, arbitrary: fc.constantFrom('builder' as const, 'runtime' as const, 'both' as const) },
    ),
    producers: seldom,
    piped: fc.oneof({ weight: 24, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    committed: seldom,
  }),
});
