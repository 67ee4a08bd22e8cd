import { interpretText } from '../../testing/interpret-text.ts';

const FILES = {
  'Dockerfile.build': 'FROM golang\nWORKDIR /src\nRUN go build -o app .\n',
  'etc/app.conf': 'a\n',
  '.dockerignore': 'secret\n',
  secret: 's\n',
};
const START = 'docker build -t b -f Dockerfile.build .\ndocker create --name x b\ndocker cp x:/src/app app\n';

function commit(script: string) {
  return interpretText(FILES, START + script);
}

test.each<[string, string, string]>([
  [
    'what is copied in and changed',
    'docker create --name y alpine:3.14\ndocker cp app y:/usr/bin/app\ndocker commit -c \'CMD ["app"]\' y out',
    'FROM alpine:3.14\nCOPY app /usr/bin/app\nCMD ["app"]\n',
  ],
  [
    'a directory that is there',
    'docker create --name y alpine\ndocker cp app y:/usr/bin/\ndocker commit y out',
    'FROM alpine\nCOPY app /usr/bin/app\n',
  ],
  [
    'contents of a directory',
    'docker create --name y alpine\ndocker cp etc/. y:/etc/app\ndocker commit y out',
    'FROM alpine\nCOPY etc/ /etc/app\n',
  ],
  [
    'a directory below one that is named with a slash',
    'docker create --name y alpine\ndocker cp etc y:/srv/\ndocker commit y out',
    'FROM alpine\nCOPY etc/ /srv/etc\n',
  ],
  [
    'how it is started',
    'docker create --name y -e A=1 -w /w -u app --entrypoint /bin/x alpine a b\ndocker cp app y:/app\ndocker commit y out',
    'FROM alpine\nCOPY app /app\nENV A=1\nWORKDIR /w\nUSER app\nENTRYPOINT ["/bin/x"]\nCMD ["a","b"]\n',
  ],
  [
    'its command, which another entry point clears',
    'docker create --name y alpine a b\ndocker cp app y:/app\ndocker container commit -c \'ENTRYPOINT ["/app"]\' y out',
    'FROM alpine\nCOPY app /app\nENTRYPOINT ["/app"]\n',
  ],
  [
    'what was copied in while it ran',
    'docker run -d --name y alpine sleep 99\ndocker cp app y:/app\ndocker commit y out',
    'FROM alpine\nCOPY app /app\nCMD ["sleep","99"]\n',
  ],
])('a commit keeps %s', (_, script, expected) => {
  const { builds } = commit(script);
  expect(builds.at(-1)?.dockerfile.text).toBe(expected);
  expect(builds.at(-1)?.dockerfile.invented?.length).toBe(expected.trimEnd().split('\n').length);
});

test.each<[string, string, string]>([
  ['an exec', 'docker create --name y alpine\ndocker exec y ls\ndocker commit y out', '`docker exec` does something in it'],
  ['a mount', 'docker create --name y -v "$PWD:/w" alpine\ndocker commit y out', 'lacks what was mounted'],
  ['a server', 'docker run -d --name y nginx\ndocker commit y out', 'what its own command leaves behind is not known'],
  ['a published port', 'docker create -p 80 --name y alpine\ndocker commit y out', 'it keeps `--publish`'],
  ['a value of the run', 'docker create -e A=$B --name y alpine\ndocker commit y out', 'a variable whose value'],
  ['a change of the run', 'docker create --name y alpine\ndocker commit -c "CMD $B" y out', 'it holds a `--change`'],
  ['an author', 'docker create --name y alpine\ndocker commit -a me y out', 'it names an author'],
  ['an ignored file', 'docker create --name y alpine\ndocker cp secret y:/s\ndocker commit y out', 'is not known'],
  [
    'a stream',
    'docker create --name y alpine\ntar c app | docker cp - y:/s\ndocker commit y out',
    '`docker cp into` does something',
  ],
])('no Dockerfile is written where there is %s', (_, script, reason) => {
  const { diagnostics } = commit(script);
  expect(diagnostics.map(({ code }) => code)).toContain('image/committed');
  expect(diagnostics.find(({ code }) => code === 'image/committed')?.message).toContain(reason);
});

test('two images get files of their own, and the same image one', () => {
  const make = (name: string, text: string) =>
    `docker create --name ${name} alpine\ndocker cp app ${name}:/${text}\ndocker commit ${name} acme/${name}:1\n`;
  const { builds } = commit(`${make('y', 'app')}${make('z', 'bin')}${make('w', 'app')}`);
  expect(builds.slice(1).map(({ dockerfile }) => dockerfile.file)).toEqual(['Dockerfile', 'Dockerfile.z', 'Dockerfile']);
});
