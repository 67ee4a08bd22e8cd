import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { demandBench, isEngineRequired, openBench, titleOnBench } from './open-bench.ts';
import { runDocker } from './run-docker.ts';

const PATIENCE = 60_000;
const PACKAGE =
  '{ "name": "shop", "version": "1.2.0", "scripts": { "build": "webpack --mode production", "copy": "mkdir -p out && cp a.js \\"out/b.js\\"" }, "dependencies": { "left": "1" }, "devDependencies": { "tool": "2" } }';
const POM =
  '<project>\n<parent>\n<artifactId>parent</artifactId>\n</parent>\n<artifactId>till</artifactId>\n<version>2.1</version>\n</project>\n';
const MAKEFILE = `CC ?= cc
FLAGS = -O2 \\
  -Wall
all: bin/tool
bin/tool: main.o lib.o
\t@mkdir -p $(dir)bin
\t$(CC) $(FLAGS) -o $@ $^
%.o: %.c
\t$(CC) -c -o $@ $<
`;
const FILES: Readonly<Record<string, string>> = {
  'go/main.go': 'package main\n\nimport "acme/lib"\n',
  'go/go.mod': 'module acme\n',
  'go/lib/lib.go': 'package lib\n',
  'go/cmd/one/one.go': 'package main\n',
  'go/cmd/two/two.go': 'package main\n',
  'gopath/main.go': 'package main\n\nimport (\n\t"fmt"\n\n\t"golang.org/x/net/html"\n)\n',
  'c/main.c': '#include "lib.h"\n',
  'c/lib.c': 'int lib;\n',
  'c/include/lib.h': 'extern int lib;\n',
  'make/Makefile': MAKEFILE,
  'make/main.c': 'int main;\n',
  'make/lib.c': 'int lib;\n',
  'npm/package.json': PACKAGE,
  'npm/package-lock.json': '{}',
  'npm/yarn.lock': '',
  'npm/a.js': 'a\n',
  'npm/src/index.js': 'index\n',
  'bare/package.json': PACKAGE,
  'maven/pom.xml': POM,
  'maven/src/main/java/A.java': 'class A {}\n',
  'maven/src/main/resources/a.properties': 'a=b\n',
  'gradle/build.gradle': "version = '3'\n",
  'gradle/src/main/java/A.java': 'class A {}\n',
  'rust/Cargo.toml': '[package]\nname = "oxide"\n',
  'rust/src/main.rs': 'fn main() {}\n',
  'net/Shop.csproj': '<Project/>\n',
  'net/Program.cs': 'class P {}\n',
  'pip/requirements.txt': 'flask==1.0\n# none\nredis\n',
  'java/A.java': 'package x.y;\n',
};

const opened = await openBench(['golang:1.16', 'alpine:3.14']);
const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;

describeOnEngine(titleOnBench('the programs of a stand-in', opened), () => {
  const directory = mkdtempSync(join(tmpdir(), 'restage-programs-'));
  let container = '';

  beforeAll(async () => {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const { host } = demandBench(opened);
    container = await runDocker(host, ['run', '--detach', '--network', 'none', 'golang:1.16', 'sleep', '600']);
    await runDocker(host, ['cp', directory, `${container}:/src`]);
  }, PATIENCE);

  afterAll(async () => {
    rmSync(directory, { recursive: true });
    if (opened.kind === 'open') await opened.close();
  }, PATIENCE);

  /** Each command starts from the same sources, in a directory of its own. */
  const run = (command: string): Promise<string> =>
    runDocker(demandBench(opened).host, ['exec', container, 'sh', '-c', `rm -rf /w && cp -r /src /w && cd /w && ${command}`]);

  test.each([
    ['go', 'cd go && go build && ls', 'acme cmd go.mod lib main.go'],
    [
      'go',
      'cd go && CGO_ENABLED=0 go build -a -installsuffix cgo -o out/app . && out/app && stat -c %a out/app',
      'app by golang:1.16 755',
    ],
    ['go', 'cd go && go build -o app . && grep ^== app', '== ./main.go == /w/go/lib/lib.go'],
    ['go', 'cd go && go build -o bin/ ./cmd/... && ls bin', 'one two'],
    ['go', 'cd go && go install ./cmd/one && ls /go/bin', 'one'],
    ['go', 'cd gopath && go get -d -v golang.org/x/net/html && go build -o app . && ls', 'app main.go'],
    [
      'gcc',
      'cd c && gcc -static -I include -o tool main.c lib.c && ./tool && stat -c %a tool && grep ^== tool',
      'tool by golang:1.16 755 == include/lib.h == lib.c == main.c',
    ],
    ['gcc', 'cd c && gcc -c lib.c && gcc -o tool lib.o && ls', 'include lib.c lib.o main.c tool'],
    [
      'make',
      'cd make && make 2>&1 && bin/tool',
      'cc -c -o main.o main.c cc -c -o lib.o lib.c cc -O2 -Wall -o bin/tool main.o lib.o tool by golang:1.16',
    ],
    ['make', 'cd make && make CC=gcc lib.o', 'gcc -c -o lib.o lib.c'],
    [
      'npm',
      'cd npm && npm ci && ls -a node_modules && npm run build && ls dist',
      '. .. .package-lock.json left tool index.html main.js',
    ],
    ['npm', 'cd npm && npm ci --production && ls node_modules', 'left'],
    ['npm', 'cd npm && npm run copy && cat out/b.js', 'a'],
    ['yarn', 'cd npm && yarn install --frozen-lockfile && yarn build && grep ^== dist/main.js', '== ./src/index.js'],
    [
      'mvn',
      'cd maven && mvn -q package && ls target target/classes',
      'target: classes till-2.1.jar target/classes: a.properties stand-in.class',
    ],
    ['gradle', 'cd gradle && gradle --no-daemon build && ls build/libs', 'gradle-3.jar'],
    ['cargo', 'cd rust && cargo build --release && target/release/oxide', 'oxide by golang:1.16'],
    ['dotnet', 'cd net && dotnet publish -c Release -o out && ls out', 'Shop.dll Shop.runtimeconfig.json'],
    ['pip', 'cd pip && pip install --no-cache-dir -t lib -r requirements.txt && ls lib', 'flask redis'],
    ['javac', 'cd java && javac -d out A.java && jar cf a.jar -C out . && ls && ls out/x/y', 'A.java a.jar out A.class'],
    ['apk', 'apk add --no-cache git make && apk del make && cat /etc/apk/world', 'git'],
    [
      'apt-get',
      'apt-get update && apt-get install -y curl && rm -r /var/lib/apt/lists/* && cat /var/lib/dpkg/status',
      'Package: curl',
    ],
    ['adduser', 'adduser -D -u 1000 guest && stat -c %u:%g /home/guest && id -u guest', '1000:1000 1000'],
    ['adduser', 'addgroup -S app && adduser -S -G app -H app && id app', 'uid=100(app) gid=100(app)'],
    ['useradd', 'useradd -r -u 777 -m -d /srv/home keeper && stat -c %u /srv/home', '777'],
    ['bash', "bash -euo pipefail -c 'echo $0' x", 'x'],
  ])('%s does its work: %s', async (_, command, output) => {
    expect(
      (await run(command))
        .split(/\s+/)
        .join(' ')
        .replace(/ groups=.*/, ''),
    ).toBe(output);
  });

  test.each([
    ['cd java && go build -o app .', 'no Go files in .'],
    ['cd go && rm -r lib && go build -o app .', 'no Go files in /w/go/lib'],
    ['rm -rf /go/src/* && cd gopath && go build -o app .', 'cannot find package "golang.org/x/net/html"'],
    ['cd c && gcc -o tool none.c', 'cannot find none.c'],
    ['cd c && gcc -o tool main.c', 'lib.h: No such file or directory'],
    ['cd c && gcc -I include -o none/tool main.c', 'cannot write none/tool'],
    ['cd make && rm lib.c && make', 'No rule to make target'],
    ['cd bare && npm ci', 'cannot find package-lock.json'],
    ['cd bare && npm run build', 'not found (no node_modules)'],
    ['cd bare && npm run none', 'missing script: none'],
    ['cd bare && yarn install --frozen-lockfile', 'cannot find yarn.lock'],
    ['mvn package', 'cannot find pom.xml'],
    ['cd maven && rm -r src && mvn package', 'no src/main'],
    ['gradle build', 'cannot find build.gradle'],
    ['cd rust && rm -r src && cargo build', 'no targets specified'],
    ['cd rust && cargo build --locked', 'cannot find Cargo.lock'],
    ['dotnet publish', 'no project file'],
    ['apt-get install -y curl', 'Unable to locate package'],
    ['pip install -r none.txt', 'cannot find none.txt'],
    ['node none.js', 'cannot find none.js'],
  ])('fails where the real one fails: %s', async (command, message) => {
    await expect(run(command)).rejects.toThrow(message);
  });
});
