import { generatePlainFiles } from './generate-plain-files.ts';

/** The number of conversion shapes that repositories are generated in. */
export const SHAPES = 40;

/** What makes an outlier of a generated repository: a small thing that its names do not show. */
export const OUTLIERS = ['no-cache', 'push', 'add', 'remove-volumes', 'tag'] as const;

export type OutlierKind = (typeof OUTLIERS)[number];

/** What a repository is generated from. */
export interface Recipe {
  /** Gives every name in it. */
  readonly number: number;
  /** `undefined` for a repository without the pattern. */
  readonly shape: number | undefined;
  readonly outlier?: OutlierKind | undefined;
  /** Whether everything around the build is of ordinary size; few and short files when left out. */
  readonly isOrdinary?: boolean;
}

const CREATE: readonly ((name: string, image: string) => readonly [string, string])[] = [
  (name: string, image: string) => [`docker create --name ${name} ${image}`, name],
  (_name: string, image: string) => [`id=$(docker create ${image})`, '$id'],
  (name: string, image: string) => [`docker run --name ${name} ${image} true`, name],
  (name: string, image: string) => [`docker container create --name ${name} ${image}`, name],
];

/** The steps that carry files out: image path, host path, and the `COPY` that takes it up. */
const ARTIFACTS: readonly ((name: string) => readonly (readonly [string, string, string])[])[] = [
  (name: string) => [[`/src/${name}`, name, `COPY ${name} /usr/local/bin/${name}`]],
  (name: string) => [[`/src/${name}`, `${name}-linux`, `COPY ${name}-linux /usr/local/bin/${name}`]],
  (name: string) => [[`/src/${name}`, name, `COPY ${name} /opt/${name}/`]],
  (name: string) => [
    [`/src/${name}`, name, `COPY ${name} /usr/local/bin/${name}`],
    [`/src/${name}ctl`, `${name}ctl`, `COPY ${name}ctl /usr/local/bin/${name}ctl`],
  ],
  (name: string) => [[`/src/${name}`, `./${name}`, `COPY ${name} .`]],
];

const WORDS = ['reef', 'kelp', 'tide', 'crab', 'gull', 'dune', 'moss', 'fern', 'pine', 'lark', 'wren', 'hare'];

/** The files of a repository, by path. The same for the same recipe; all names and versions differ between numbers. */
export function generateRepository({ number, shape, outlier, isOrdinary = false }: Recipe): Readonly<Record<string, string>> {
  const name = `${WORDS[number % WORDS.length] ?? 'name'}${number}`;
  const plain = generatePlainFiles(name, { isOrdinary });
  if (shape !== undefined) return { ...plain, ...generatePattern(name, number, { shape, outlier }) };
  const runtime = `FROM golang:1.${number % 22} AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /${name} ./cmd\n\nFROM alpine:3.${number % 20}\nCOPY --from=build /${name} /${name}\n`;
  // Every fourth also runs what it builds, which only following the commands tells from the pattern.
  const isRun = isOrdinary && number % 4 === 3;
  const makefile = isRun ? `${plain.Makefile}\nserve:\n\tdocker run --rm -p 8080:8080 acme/${name}\n` : plain.Makefile;
  const script = `#!/bin/sh\nset -e\ndocker build -t acme/${name} .\n`;
  return { ...plain, Makefile: makefile ?? '', Dockerfile: runtime, 'build.sh': script };
}

function generatePattern(
  name: string,
  number: number,
  { shape, outlier }: { readonly shape: number; readonly outlier: OutlierKind | undefined },
): Readonly<Record<string, string>> {
  const [create, container] = pick(CREATE, shape)(`${name}-extract`, `acme/${name}:build`);
  const artifacts = pick(ARTIFACTS, Math.floor(shape / 4))(name);
  const isCleaned = shape >= 20;
  const takeUps = artifacts.map(([_from, _to, takeUp]) => (outlier === 'add' ? takeUp.replace('COPY', 'ADD') : takeUp));
  const script = [
    '#!/bin/sh',
    'set -e',
    `docker build -t acme/${name}:build -f Dockerfile.build .`,
    create,
    ...artifacts.map(([from, to]) => `docker cp ${container}:${from} ${to}`),
    `docker rm ${outlier === 'remove-volumes' ? '-v ' : ''}${container}`,
    `docker build ${outlier === 'no-cache' ? '--no-cache ' : ''}-t acme/${name}:1.${number} .`,
    ...(isCleaned ? [`rm ${artifacts.map(([, to]) => to).join(' ')}`] : []),
    ...(outlier === 'tag' ? [`docker tag acme/${name}:1.${number} acme/${name}:latest`] : []),
    ...(outlier === 'push' ? [`docker push acme/${name}:1.${number}`] : []),
  ];
  const made = artifacts.map(([from]) => `go build -o ${from} ./cmd`).join(' && ');
  return {
    'Dockerfile.build': `FROM golang:1.${number % 22}\nWORKDIR /src\nCOPY . .\nRUN ${made}\n`,
    Dockerfile: `FROM alpine:3.${number % 20}\nWORKDIR /srv\n${takeUps.join('\n')}\nCMD ["${name}"]\n`,
    'build.sh': `${script.join('\n')}\n`,
  };
}

function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
