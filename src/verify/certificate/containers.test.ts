import { certifyFiles, type Files, tellProblems } from '../../testing/certify-files.ts';

interface Conversion {
  readonly before: Files;
  readonly after: Files;
}

const SOURCES = { 'm.go': 'package main', 'run.conf': 'x=1' };
const BUILDER = 'FROM golang:1.21\nWORKDIR /src\nCOPY m.go ./\nRUN go build -o m .\n';
const RUNTIME = 'FROM alpine:3\nCOPY m /usr/bin/m\nCMD ["m"]\n';
const STAGE = BUILDER.replace('golang:1.21', 'golang:1.21 AS builder');
const MERGED = `${STAGE}\n${RUNTIME.replace('COPY m', 'COPY --from=builder /src/m')}`;

/** A conversion whose script is one round trip, in front of the build that stays. */
function convert(files: Files, trip: string, dockerfile: string): Conversion {
  const build = 'docker build -t m .\ndocker push m\n';
  return {
    before: { ...SOURCES, Dockerfile: RUNTIME, ...files, 'build.sh': `${trip}\n${build}` },
    after: { ...SOURCES, Dockerfile: dockerfile, 'build.sh': build },
  };
}

const BUILD = 'docker build -t m:b -f Dockerfile.build .';
const BUILT = { 'Dockerfile.build': BUILDER };

/** Everything that is shown by the files alone. */
const PROVED: Readonly<Record<string, Conversion>> = {
  PRINTED: convert(BUILT, `${BUILD}\ndocker run --rm m:b cat /src/m > m\nchmod +x m`, MERGED),
  PACKED: convert(BUILT, `${BUILD}\ndocker run --rm m:b tar c -C /src m | tar x`, MERGED),
  COPIED_OUT: convert(BUILT, `${BUILD}\nid=$(docker create m:b)\ndocker cp $id:/src/m - | tar xf -\ndocker rm $id`, MERGED),
  EXPORTED: convert(
    BUILT,
    `${BUILD}\ndocker create --name x m:b\ndocker export x | tar x --directory=. src/m\nmv src/m m\ndocker rm x`,
    MERGED,
  ),
  HANDED_OUT: convert(BUILT, `${BUILD}\ndocker run --rm -v "$PWD:/out" m:b cp /src/m /out/`, MERGED),
  ADDED: convert(
    { ...BUILT, Dockerfile: 'FROM alpine:3\nADD m.tgz /usr/bin/\nCMD ["m"]\n' },
    `${BUILD}\ndocker run --rm m:b tar -czf - m > m.tgz`,
    MERGED.replace('/usr/bin/m', '/usr/bin/'),
  ),
  STARTED: convert(
    { 'Dockerfile.build': BUILDER.replace('RUN go build -o m .', 'CMD go build -o m .') },
    `${BUILD}\ndocker run --name x -e GOOS=linux m:b\ndocker cp x:/src/m m\ndocker rm x`,
    MERGED.replace('RUN go build -o m .', 'CMD go build -o m .\nENV GOOS=linux\nRUN go build -o m .'),
  ),
  ORDERED: convert(
    { 'Dockerfile.build': BUILDER.replace('RUN go', 'RUN apk add --no-cache git && go') },
    `${BUILD}\ndocker create --name x m:b\ndocker cp x:/src/m m\ndocker rm x`,
    MERGED.replace('COPY m.go ./', 'RUN apk add --no-cache git\nCOPY m.go ./'),
  ),
};

const MOUNTED_STAGE = 'FROM golang:1.21 AS builder\nENV CGO_ENABLED=0\nWORKDIR /src\nCOPY . .\nRUN go build -o m .\n';

/** What also rests on something that only a run shows. */
const SUPPOSED: Readonly<Record<string, Conversion>> = {
  MOUNTED: convert(
    {},
    'docker run --rm -v "$PWD":/src -w /src -e CGO_ENABLED=0 golang:1.21 go build -o m .',
    `${MOUNTED_STAGE}\n${RUNTIME.replace('COPY m', 'COPY --from=builder --chown=0:0 /src/m')}`,
  ),
  TWICE: convert(
    {},
    'docker run --rm -v "$PWD":/src -w /src golang:1.21 go generate\ndocker run --rm -v "$PWD":/src -w /src golang:1.21 go build -o m .',
    `${MOUNTED_STAGE.replace('ENV CGO_ENABLED=0\n', '').replace('RUN', 'RUN go generate\nRUN')}\n${RUNTIME.replace('COPY m', 'COPY --from=builder --chown=0:0 /src/m')}`,
  ),
  FILLED: convert(
    { 'Dockerfile.build': BUILDER },
    `${BUILD}\ndocker run --rm -v "$PWD/out:/out" m:b sh -c "strip m && cp m /out/m"\ncp out/m m`,
    `${STAGE}RUN mkdir -p /out && strip m && cp m /out/m\n\n${RUNTIME.replace('COPY m', 'COPY --from=builder --chown=0:0 /out/m')}`,
  ),
  UNPACKED: convert(
    { ...BUILT, Dockerfile: 'FROM alpine:3\nADD m.tgz /usr/bin/\nCMD ["m"]\n' },
    `${BUILD}\ndocker create --name x m:b\ndocker cp x:/src/m.tgz m.tgz\ndocker rm x`,
    `${STAGE}\nFROM builder AS unpacked\nRUN mkdir /unpacked && tar --numeric-owner -xzpf /src/m.tgz -C /unpacked\n\nFROM alpine:3\nCOPY --from=unpacked /unpacked/ /usr/bin/\nCMD ["m"]\n`,
  ),
  PIPED: {
    before: {
      ...SOURCES,
      Dockerfile: RUNTIME,
      'Dockerfile.build': `${BUILDER}COPY Dockerfile /src/\nCMD tar c Dockerfile m\n`,
      'build.sh': `${BUILD}\ndocker run --rm m:b | docker build -t m -\ndocker push m\n`,
    },
    after: {
      ...SOURCES,
      Dockerfile: `${STAGE}COPY Dockerfile /src/\nCMD tar c Dockerfile m\n\n${RUNTIME.replace('COPY m', 'COPY --from=builder /src/m')}`,
      'build.sh': 'docker build -t m .\ndocker push m\n',
    },
  },
};
const ALL = { ...PROVED, ...SUPPOSED };

describe('certify proves', () => {
  test.each(Object.entries(PROVED))('%s', (_, conversion) => {
    expect(tellProblems(check(conversion))).toEqual([]);
  });
});

describe('certify says what it rests on', () => {
  test.each(Object.entries(SUPPOSED))('%s', (_, conversion) => {
    const { verdict, checks } = check(conversion);
    expect(verdict).toBe('unproved');
    expect(checks.filter(({ result, isHypothesis }) => result !== 'proved' && !isHypothesis)).toEqual([]);
  });
});

const WRONG: readonly (readonly [what: string, name: string, from: string, to: string])[] = [
  ['another file', 'PRINTED', '/src/m', '/src/n'],
  ['another stage', 'PRINTED', '--from=builder', '--from=alpine:3'],
  ['another place', 'PACKED', '/usr/bin/m', '/usr/lib/m'],
  ['a lost instruction of the builder', 'COPIED_OUT', 'COPY m.go ./\n', ''],
  ['another path of an export', 'EXPORTED', '/src/m', '/m'],
  ['an owner', 'HANDED_OUT', '--from=builder', '--from=builder --chown=7:7'],
  ['another place of an archive', 'ADDED', '/usr/bin/', '/bin/'],
  ['lost work', 'STARTED', 'ENV GOOS=linux\nRUN go build -o m .\n', ''],
  ['other work', 'STARTED', 'RUN go build', 'RUN go build -v'],
  ['a lost variable', 'STARTED', 'ENV GOOS=linux\n', ''],
  ['another value of a variable', 'STARTED', 'GOOS=linux', 'GOOS=plan9'],
  ['a lost download', 'ORDERED', 'RUN apk add --no-cache git\n', ''],
  ['another package', 'ORDERED', 'add --no-cache git', 'add --no-cache hg'],
  ['lost sources', 'MOUNTED', 'COPY . .\n', ''],
  ['other sources', 'MOUNTED', 'COPY . .', 'COPY run.conf .'],
  ['another directory of the mount', 'MOUNTED', 'COPY . .', 'COPY . /other'],
  ['another working directory', 'MOUNTED', 'WORKDIR /src', 'WORKDIR /srv'],
  ['a lost variable of the container', 'MOUNTED', 'ENV CGO_ENABLED=0\n', ''],
  ['a lost command', 'MOUNTED', 'RUN go build -o m .\n', ''],
  ['another image', 'MOUNTED', 'golang:1.21', 'golang:1.20'],
  ['another user', 'MOUNTED', 'RUN go', 'USER dev\nRUN go'],
  ['a file beside the mount', 'MOUNTED', '/src/m /', '/m /'],
  ['a lost first run', 'TWICE', 'RUN go generate\n', ''],
  ['runs in another order', 'TWICE', 'RUN go generate\nRUN go build -o m .\n', 'RUN go build -o m .\nRUN go generate\n'],
  ['another directory of the output', 'FILLED', '/out/m /usr', '/src/m /usr'],
  ['a lost step of the work', 'FILLED', 'strip m && ', ''],
  ['another archive', 'UNPACKED', '/src/m.tgz', '/src/n.tgz'],
  ['another place to unpack to', 'UNPACKED', '/usr/bin/\n', '/usr/\n'],
  ['another file of the stream', 'PIPED', '/src/m /', '/src/n /'],
];

describe('certify refutes', () => {
  test.each(WRONG)('%s (%s)', (_, name, from, to) => {
    const conversion = ALL[name];
    const text = conversion?.after.Dockerfile ?? '';
    expect(text).toContain(from);
    const certificate =
      conversion && check({ ...conversion, after: { ...conversion.after, Dockerfile: text.replace(from, to) } });
    expect(certificate?.verdict).toBe('refuted');
  });

  test('a run that nobody takes anything from and that is gone', () => {
    const { before, after } = ALL.MOUNTED ?? { before: {}, after: {} };
    const script = before['build.sh']?.replace(
      'docker push',
      'docker run --rm -v "$PWD":/w alpine:3 sh /w/publish.sh\ndocker push',
    );
    expect(check({ before: { ...before, 'build.sh': script ?? '' }, after }).verdict).toBe('refuted');
  });
});

function check({ before, after }: Conversion): ReturnType<typeof certifyFiles> {
  return certifyFiles(before, after, 'build.sh');
}
