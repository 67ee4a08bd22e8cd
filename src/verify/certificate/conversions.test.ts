import { certifyFiles, type Files, tellProblems } from '../../testing/certify-files.ts';

interface Conversion {
  readonly before: Files;
  readonly after: Files;
}

const TRIO = {
  before: {
    'app.go': 'package main',
    'Dockerfile.build': 'FROM golang:1.21\nWORKDIR /src\nCOPY app.go ./\nRUN go build -o app .\nRUN strip app\n',
    Dockerfile: 'FROM alpine:3\nWORKDIR /root/\nENV MODE=fast\nCOPY app ./\nCMD ["./app"]\n',
    'build.sh':
      'set -e\necho Start\ndocker build -t a:build -f Dockerfile.build .\ndocker create --name x a:build\ndocker cp x:/src/app app\ndocker rm x\ndocker build -t a .\nrm app\ndocker run --rm a --test\ndocker push a\necho "done" >> log.txt\n',
  },
  after: {
    'app.go': 'package main',
    Dockerfile:
      'FROM golang:1.21 AS builder\nWORKDIR /src\nCOPY app.go ./\nRUN go build -o app .\nRUN strip app\n\nFROM alpine:3\nWORKDIR /root/\nENV MODE=fast\nCOPY --from=builder /src/app ./\nCMD ["./app"]\n',
    'build.sh': 'set -e\necho Start\ndocker build -t a .\ndocker run --rm a --test\ndocker push a\necho "done" >> log.txt\n',
  },
};

/** The builder is not root, two files of it are taken, one into a place of its own. */
const OWNED = {
  before: {
    'a.c': 'int a;',
    'run.conf': 'x=1',
    'ci/Dockerfile.compile':
      'FROM company/toolchain:7\nUSER dev\nWORKDIR /home/dev\nCOPY --chown=dev:dev a.c a.c\nRUN gcc -o tool a.c && gcc -o probe a.c\n',
    Dockerfile: 'FROM debian:12\nCOPY run.conf /etc/run.conf\nCOPY out/tool /usr/bin/\nCOPY --chown=7:7 out/probe /opt/probe\n',
    'build.sh':
      'cid=$(docker create $(docker build -q -f ci/Dockerfile.compile .))\nmkdir -p out\ndocker cp $cid:/home/dev/tool out/\ndocker cp $cid:home/dev/probe out/\ndocker rm -f $cid\ndocker build -t tool:$TAG . && docker push tool:$TAG\n',
  },
  after: {
    'a.c': 'int a;',
    'run.conf': 'x=1',
    Dockerfile:
      'FROM company/toolchain:7 AS compile\nUSER dev\nWORKDIR /home/dev\nCOPY --chown=dev:dev a.c a.c\nRUN gcc -o tool a.c && gcc -o probe a.c\n\nFROM debian:12\nCOPY run.conf /etc/run.conf\nCOPY --from=compile --chown=0:0 /home/dev/tool /usr/bin/\nCOPY --from=compile --chown=7:7 /home/dev/probe /opt/probe\n',
    'build.sh': 'docker build -t tool:$TAG . && docker push tool:$TAG\n',
  },
};

/** A wide copy that carried the artifact, over a committed file of its name, with an ignore file. */
const WIDE = {
  before: {
    '.dockerignore': 'docs\n*.md\nDockerfile*\nmake.sh\n',
    'README.md': '#',
    'docs/x.txt': 'x',
    'bin/server': 'old',
    'web/index.html': '<p>',
    'server.go': 'package main',
    'Dockerfile.build': 'FROM golang:1.21\nWORKDIR /src\nCOPY server.go .\nRUN go build -o /out/server .\n',
    Dockerfile: 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["bin/server"]\n',
    'make.sh':
      'docker build -t s:b -f Dockerfile.build .\ndocker run --name c s:b true\ndocker cp c:/out/server bin/server\ndocker rm c\ndocker build -t s:latest .\n',
  },
  after: {
    '.dockerignore': 'docs\n*.md\nDockerfile*\nmake.sh\n',
    'README.md': '#',
    'docs/x.txt': 'x',
    'bin/server': 'old',
    'web/index.html': '<p>',
    'server.go': 'package main',
    Dockerfile:
      'FROM golang:1.21 AS builder\nWORKDIR /src\nCOPY server.go .\nRUN go build -o /out/server .\n\nFROM node:20\nWORKDIR /app\nCOPY . .\nCOPY --from=builder /out/server bin/server\nRUN npm ci\nCMD ["bin/server"]\n',
    'make.sh': 'docker build -t s:latest .\n',
  },
};

/** Build arguments of both builds, one name with two values. */
const ARGUED = {
  before: {
    'm.go': 'package main',
    'Dockerfile.build':
      'ARG GO=1.20\nFROM golang:${GO}\nARG VERSION=none\nARG LEVEL\nCOPY m.go /src/\nRUN cd /src && go build -ldflags "-X v=$VERSION" -o m . && echo ${LEVEL:-0}\n',
    Dockerfile: 'ARG BASE=alpine\nFROM $BASE:3\nARG VERSION\nLABEL version=$VERSION\nCOPY m /bin/m\n',
    'build.sh':
      'V=$(git describe)\ndocker build --build-arg VERSION=dev-$V --build-arg LEVEL=3 --build-arg http_proxy=$P -t m:b -f Dockerfile.build .\ndocker create --name m m:b\ndocker cp m:/src/m m\ndocker rm m\ndocker build --build-arg VERSION=$V -t m:$V .\n',
  },
  after: {
    'm.go': 'package main',
    Dockerfile:
      'ARG GO=1.20\nARG BASE=alpine\nFROM golang:${GO} AS builder\nARG BUILDER_VERSION=none\nARG LEVEL\nCOPY m.go /src/\nRUN cd /src && go build -ldflags "-X v=$BUILDER_VERSION" -o m . && echo ${LEVEL:-0}\n\nFROM $BASE:3\nARG VERSION\nLABEL version=$VERSION\nCOPY --from=builder /src/m /bin/m\n',
    'build.sh':
      'V=$(git describe)\ndocker build --build-arg BUILDER_VERSION=dev-$V --build-arg LEVEL=3 --build-arg http_proxy=$P --build-arg VERSION=$V -t m:$V .\n',
  },
};

/** A base image built by the script, two contexts, a builder that stays under its tag, and tests that decide. */
const CHAINED = {
  before: {
    'base/Dockerfile': 'FROM debian:12\nRUN apt-get update\n',
    'api/main.c': 'int main;',
    'api/Dockerfile': 'FROM base:1\nCOPY . /api\nRUN gcc -o /api/api /api/main.c\n',
    'www/Dockerfile': 'FROM nginx:1\nCOPY files/api /usr/bin/api\nCOPY page.html /www/page.html\n',
    'www/page.html': '<p>',
    'build.sh':
      'push() { docker push "$1"; }\ncd "$(dirname "$0")"\ndocker build -t base:1 base\ndocker build -t api:1 api\n[ -d www/files ] || mkdir www/files\ndocker create --name c api:1\ndocker cp c:/api/api www/files\ndocker rm c\ndocker build -t www:1 www || exit 1\nfor t in api:1 www:1; do\n  push $t\ndone\nif [ "$1" = all ]; then\n  docker tag www:1 www:latest\n  push www:latest\nfi\n',
  },
  after: {
    'base/Dockerfile': 'FROM debian:12\nRUN apt-get update\n',
    'api/main.c': 'int main;',
    'www/Dockerfile':
      'FROM debian:12 AS base\nRUN apt-get update\n\nFROM base AS api\nCOPY api/ /api\nRUN gcc -o /api/api /api/main.c\n\nFROM nginx:1\nCOPY --from=api /api/api /usr/bin/api\nCOPY www/page.html /www/page.html\n',
    'www/page.html': '<p>',
    'build.sh':
      'push() { docker push "$1"; }\ncd "$(dirname "$0")"\ndocker build --target api -t api:1 -f www/Dockerfile .\ndocker build -t www:1 -f www/Dockerfile . || exit 1\nfor t in api:1 www:1; do\n  push $t\ndone\nif [ "$1" = all ]; then\n  docker tag www:1 www:latest\n  push www:latest\nfi\n',
  },
};

const ALL = { TRIO, OWNED, WIDE, ARGUED, CHAINED };

describe('certify proves', () => {
  test.each(Object.entries(ALL))('the conversion %s', (_, conversion) => {
    expect(tellProblems(certifyConversion(conversion))).toEqual([]);
  });

  test.each(Object.entries(ALL))('that %s without a change stays what it is', (_, { before }) => {
    expect(tellProblems(certifyConversion({ before, after: before }))).toEqual([]);
  });
});

/** Only the order changes: that may be right, and nobody shows it. */
const ONLY_UNPROVED = ['another order', 'an overlay in front of the wide copy'];

type Mutation = readonly [what: string, name: keyof typeof ALL, path: string, from: string, to: string];

const MUTATIONS: readonly Mutation[] = [
  ['a wrong source path', 'TRIO', 'Dockerfile', '/src/app ./', '/src/app2 ./'],
  ['a source relative to WORKDIR', 'TRIO', 'Dockerfile', '/src/app ./', 'app ./'],
  ['a wrong destination', 'TRIO', 'Dockerfile', '/src/app ./', '/src/app /usr/bin/'],
  ['a destination that renames', 'TRIO', 'Dockerfile', '/src/app ./', '/src/app ./other'],
  ['a copy from no stage', 'TRIO', 'Dockerfile', '--from=builder ', ''],
  ['a copy from a pulled image', 'TRIO', 'Dockerfile', '--from=builder', '--from=golang:1.21'],
  ['a lost RUN', 'TRIO', 'Dockerfile', 'RUN strip app\n', ''],
  ['a lost ENV', 'TRIO', 'Dockerfile', 'ENV MODE=fast\n', ''],
  ['a lost CMD', 'TRIO', 'Dockerfile', 'CMD ["./app"]\n', ''],
  ['a lost COPY in the builder', 'TRIO', 'Dockerfile', 'COPY app.go ./\n', ''],
  ['a lost COPY of the artifact', 'TRIO', 'Dockerfile', 'COPY --from=builder /src/app ./\n', ''],
  ['another order', 'TRIO', 'Dockerfile', 'RUN go build -o app .\nRUN strip app\n', 'RUN strip app\nRUN go build -o app .\n'],
  [
    'a copy in front of WORKDIR',
    'TRIO',
    'Dockerfile',
    'WORKDIR /root/\nENV MODE=fast\nCOPY --from=builder /src/app ./\n',
    'COPY --from=builder /src/app ./\nWORKDIR /root/\nENV MODE=fast\n',
  ],
  ['another base of the builder', 'TRIO', 'Dockerfile', 'FROM golang:1.21', 'FROM golang:1.22'],
  ['another base of the runtime', 'TRIO', 'Dockerfile', 'FROM alpine:3', 'FROM alpine:4'],
  ['a stage that ends the file', 'TRIO', 'Dockerfile', 'CMD ["./app"]\n', 'CMD ["./app"]\n\nFROM builder\n'],
  ['an owner where there was none', 'TRIO', 'Dockerfile', '--from=builder', '--from=builder --chown=5:5'],
  ['an added instruction', 'TRIO', 'Dockerfile', 'CMD ["./app"]', 'USER app\nCMD ["./app"]'],
  ['a lost push', 'TRIO', 'build.sh', 'docker push a\n', ''],
  ['a lost test run', 'TRIO', 'build.sh', 'docker run --rm a --test\n', ''],
  ['a lost echo', 'TRIO', 'build.sh', 'echo Start\n', ''],
  ['a lost set -e', 'TRIO', 'build.sh', 'set -e\n', ''],
  ['a lost host command', 'TRIO', 'build.sh', 'echo "done" >> log.txt\n', ''],
  ['a redirection to another file', 'TRIO', 'build.sh', '>> log.txt', '>> log2.txt'],
  [
    'a push in front of the build',
    'TRIO',
    'build.sh',
    'docker build -t a .\ndocker run --rm a --test\ndocker push a\n',
    'docker push a\ndocker build -t a .\ndocker run --rm a --test\n',
  ],
  ['an added command', 'TRIO', 'build.sh', 'docker push a\n', 'docker push a\ndocker push a:build\n'],
  ['another tag', 'TRIO', 'build.sh', 'docker build -t a .', 'docker build -t b .'],
  ['a target that is the builder', 'TRIO', 'build.sh', 'docker build -t a .', 'docker build --target builder -t a .'],
  ['a platform', 'TRIO', 'build.sh', 'docker build -t a .', 'docker build --platform linux/arm64 -t a .'],
  ['another context', 'TRIO', 'build.sh', 'docker build -t a .', 'docker build -t a -f Dockerfile sub'],
  ['an owner that is not reset', 'OWNED', 'Dockerfile', '--chown=0:0 ', ''],
  ['an owner that is lost', 'OWNED', 'Dockerfile', '--from=compile --chown=7:7', '--from=compile'],
  ['the owner of the builder', 'OWNED', 'Dockerfile', '--chown=0:0', '--chown=dev:dev'],
  ['two artifacts that change places', 'OWNED', 'Dockerfile', '/home/dev/tool /usr/bin/', '/home/dev/probe /usr/bin/'],
  ['a lost USER', 'OWNED', 'Dockerfile', 'USER dev\n', ''],
  ['a lost --chown in the builder', 'OWNED', 'Dockerfile', 'COPY --chown=dev:dev a.c', 'COPY a.c'],
  ['a push that no longer waits for the build', 'OWNED', 'build.sh', ' && docker push tool:$TAG', ''],
  ['another variable in the tag', 'OWNED', 'build.sh', '-t tool:$TAG', '-t tool:$TAG2'],
  [
    'an overlay in front of the wide copy',
    'WIDE',
    'Dockerfile',
    'COPY . .\nCOPY --from=builder /out/server bin/server\n',
    'COPY --from=builder /out/server bin/server\nCOPY . .\n',
  ],
  [
    'an overlay behind a RUN',
    'WIDE',
    'Dockerfile',
    'COPY --from=builder /out/server bin/server\nRUN npm ci\n',
    'RUN npm ci\nCOPY --from=builder /out/server bin/server\n',
  ],
  ['a lost overlay', 'WIDE', 'Dockerfile', 'COPY --from=builder /out/server bin/server\n', ''],
  ['a lost wide copy', 'WIDE', 'Dockerfile', 'COPY . .\n', ''],
  ['an overlay into the wrong directory', 'WIDE', 'Dockerfile', '/out/server bin/server', '/out/server ./server'],
  ['an ignore file that leaves out more', 'WIDE', '.dockerignore', 'docs\n', 'docs\nweb\n'],
  ['an ignore file that leaves out less', 'WIDE', '.dockerignore', 'docs\n', ''],
  ['a narrower wide copy', 'WIDE', 'Dockerfile', 'COPY . .', 'COPY web .'],
  ['a lost build argument', 'ARGUED', 'build.sh', '--build-arg BUILDER_VERSION=dev-$V ', ''],
  ['a build argument under its old name', 'ARGUED', 'build.sh', 'BUILDER_VERSION=dev-$V', 'VERSION=dev-$V'],
  ['another value of a build argument', 'ARGUED', 'build.sh', 'LEVEL=3', 'LEVEL=4'],
  ['a lost build argument of the runtime', 'ARGUED', 'build.sh', '--build-arg VERSION=$V ', ''],
  ['a lost proxy', 'ARGUED', 'build.sh', '--build-arg http_proxy=$P ', ''],
  ['a name that meets the other build', 'ARGUED', 'Dockerfile', 'ARG BUILDER_VERSION=none', 'ARG VERSION=none'],
  [
    'a global argument behind the first FROM',
    'ARGUED',
    'Dockerfile',
    'ARG BASE=alpine\nFROM golang:${GO} AS builder\n',
    'FROM golang:${GO} AS builder\nARG BASE=alpine\n',
  ],
  ['another default of a global argument', 'ARGUED', 'Dockerfile', 'ARG GO=1.20', 'ARG GO=1.21'],
  ['a lost ARG', 'ARGUED', 'Dockerfile', 'ARG LEVEL\n', ''],
  ['another value of a shell variable', 'ARGUED', 'build.sh', 'V=$(git describe)', 'V=$(git describe --tags)'],
  [
    'a builder tag that is lost though pushed',
    'CHAINED',
    'build.sh',
    'docker build --target api -t api:1 -f www/Dockerfile .\n',
    '',
  ],
  ['a builder tag of another stage', 'CHAINED', 'build.sh', '--target api', '--target base'],
  ['the context of the old build', 'CHAINED', 'build.sh', '-t www:1 -f www/Dockerfile .', '-t www:1 -f www/Dockerfile www'],
  ['a source that is not moved to the new context', 'CHAINED', 'www/Dockerfile', 'COPY www/page.html', 'COPY page.html'],
  ['a base that is the old tag', 'CHAINED', 'www/Dockerfile', 'FROM base AS api', 'FROM base:1 AS api'],
  ['a lost failure exit', 'CHAINED', 'build.sh', ' || exit 1', ''],
  ['a lost tag', 'CHAINED', 'build.sh', '  docker tag www:1 www:latest\n', ''],
  [
    'a tag without its test',
    'CHAINED',
    'build.sh',
    'if [ "$1" = all ]; then\n  docker tag www:1 www:latest\n  push www:latest\nfi',
    'docker tag www:1 www:latest\npush www:latest',
  ],
  ['a loop over fewer images', 'CHAINED', 'build.sh', 'for t in api:1 www:1', 'for t in www:1'],
  ['a wide copy of the whole new context', 'CHAINED', 'www/Dockerfile', 'COPY api/ /api', 'COPY . /api'],
];

describe('certify does not let pass', () => {
  test.each(MUTATIONS)('%s (%s)', (what, name, path, from, to) => {
    const conversion: Conversion = ALL[name];
    const text = conversion.after[path] ?? '';
    expect(text).toContain(from);
    const certificate = certifyConversion({ ...conversion, after: { ...conversion.after, [path]: text.replace(from, to) } });
    expect(certificate.verdict).toBe(ONLY_UNPROVED.includes(what) ? 'unproved' : 'refuted');
  });

  test('a deleted file that another build needs', () => {
    const { 'www/page.html': page, ...after } = CHAINED.after;
    expect(page).toBeDefined();
    expect(certifyConversion({ before: CHAINED.before, after }).verdict).toBe('refuted');
  });
});

describe('certify wants the owner reset where the builder may give files away', () => {
  test.each([
    ['another user', 'USER dev'],
    ['chown', 'RUN chown 5:5 app'],
    ['an unpacked archive', 'RUN tar xzf app.tgz'],
    ['a copy that keeps owners', 'RUN cp -a /opt/app app'],
    ['an install with an owner', 'RUN install -o 5 -m 755 x app'],
    ['a COPY with an owner', 'COPY --chown=5 app.go app'],
    ['an ADD of an archive', 'ADD app.go.tar /src'],
    ['a program that nobody knows', 'RUN ./configure'],
  ])('%s', (_, line) => {
    const [builder, merged] = [TRIO.before['Dockerfile.build'], TRIO.after.Dockerfile].map((text) =>
      text.replace('RUN strip app', `${line}\nRUN strip app`),
    );
    const before = { ...TRIO.before, 'app.go.tar': '', 'Dockerfile.build': builder ?? '' };
    const make = (flags: string) => ({
      ...{ ...TRIO.after, 'app.go.tar': '' },
      Dockerfile: merged?.replace('--from=builder ', `--from=builder ${flags}`) ?? '',
    });
    expect(certifyConversion({ before, after: make('') }).verdict).not.toBe('proved');
    expect(tellProblems(certifyConversion({ before, after: make('--chown=0:0 ') }))).toEqual([]);
  });
});

/** Lines of the script that cannot be followed, put in place of plain ones. */
const UNFOLLOWED: readonly (readonly [what: string, from: string, to: string])[] = [
  ['a loop over an unknown list', 'docker cp x:/src/app app', 'for f in $FILES; do docker cp x:/src/$f $f; done'],
  ['a loop that waits', 'docker cp x:/src/app app', 'while ! docker cp x:/src/app app; do sleep 1; done'],
  ['a container with a mount', 'docker create --name x a:build', 'docker create -v /src --name x a:build'],
  ['a container that nobody made', 'docker cp x:/src/app app', 'docker cp y:/src/app app'],
  ['a stream that is changed', 'docker cp x:/src/app app', 'docker cp x:/src/app - | tar x --strip-components=1'],
  ['a terminal on a stream', 'docker cp x:/src/app app', 'docker run -t a:build cat /src/app > app'],
  ['a Dockerfile on standard input', '-f Dockerfile.build .', '-f - . < Dockerfile.build'],
  [
    'a context on standard input',
    'docker build -t a:build -f Dockerfile.build .',
    'tar c . | docker build -t a:build -f Dockerfile.build -',
  ],
  ['a Dockerfile that is not there', '-f Dockerfile.build', '-f Dockerfile.generated'],
  ['an unknown path in the container', 'docker cp x:/src/app app', 'docker cp x:$OUT app'],
  ['an unknown option', '-f Dockerfile.build .', '-f Dockerfile.build --frobnicate 7 .'],
  ['a mode that the artifact gets', 'docker rm x', 'docker rm x\nchmod 4755 app'],
  ['blanks behind a backslash', 'docker build -t a .', 'docker build \\  \n  -t a .'],
  ['a syntax error', 'docker rm x', 'if true; docker rm x'],
  ['a script without end', 'set -e', 'set -e\nf() { f; }; f'],
];

describe('certify neither proves nor refutes', () => {
  test.each(UNFOLLOWED)('%s', (_, from, to) => {
    const script = TRIO.before['build.sh'] ?? '';
    expect(script).toContain(from);
    const before = { ...TRIO.before, 'build.sh': script.replace(from, () => to) };
    const after = to.includes('/etc')
      ? { ...TRIO.after, Dockerfile: TRIO.after.Dockerfile?.replace('/src/app', '/etc') ?? '' }
      : TRIO.after;
    expect(certifyConversion({ before, after }).verdict).toBe('unproved');
  });

  test.each([
    ['a tool that runs between the two builds', 'build.sh', 'docker build -t a .', './generate\ndocker build -t a .'],
    ['a bind mount in RUN', 'Dockerfile', 'CMD', 'RUN --mount=type=bind,target=/x cp /x/y /y\nCMD'],
    ['an ignore file of one Dockerfile', 'Dockerfile.dockerignore', '', 'docs\n'],
  ])('%s', (_, path, from, to) => {
    const change = (files: Files): Files => ({ ...files, [path]: (files[path] ?? '').replace(from, () => to) });
    expect(certifyConversion({ before: change(TRIO.before), after: change(TRIO.after) }).verdict).toBe('unproved');
  });

  test('an archive that ADD unpacks', () => {
    const script = TRIO.before['build.sh']?.replaceAll(' app\n', ' app.tar.gz\n').replace('/src/app', '/src/app.tar.gz') ?? '';
    const before = {
      ...TRIO.before,
      'build.sh': script,
      Dockerfile: TRIO.before.Dockerfile?.replace('COPY app', 'ADD app.tar.gz') ?? '',
    };
    const after = { ...TRIO.after, Dockerfile: TRIO.after.Dockerfile?.replace('/src/app ./', '/unpacked/ ./') ?? '' };
    expect(certifyConversion({ before, after }).verdict).toBe('unproved');
  });

  test('what docker itself adds to the directories of a container', () => {
    const script = TRIO.before['build.sh']?.replace('cp x:/src/app app', 'cp x:/etc app').replace('rm app', 'rm -r app') ?? '';
    const after = { ...TRIO.after, Dockerfile: TRIO.after.Dockerfile?.replace('/src/app ./', '/etc ./') ?? '' };
    expect(certifyConversion({ before: { ...TRIO.before, 'build.sh': script }, after }).verdict).toBe('unproved');
  });
});

function certifyConversion({ before, after }: Conversion): ReturnType<typeof certifyFiles> {
  return certifyFiles(before, after, Object.keys(before).find((path) => path.endsWith('.sh')) ?? '');
}
