import { describeArtifacts, describeSteps } from '../../testing/describe-step.ts';
import { interpretText } from '../../testing/interpret-text.ts';

const FILES = {
  'Dockerfile.build': 'FROM golang\nWORKDIR /src\nRUN go build -o app . && mkdir dist\n',
  Dockerfile: 'FROM alpine\n',
  'conf/a.yml': '',
  'bin/.gitkeep': '',
};
const run = (script: string, got = 'docker cp x:/src/app .') =>
  interpretText(
    FILES,
    `docker build -t b -f Dockerfile.build .\ndocker create --name x b\n${got}\n${script}\ndocker build -t a .`,
  );
/** What stands at a path when the last build runs. */
const at = (script: string, path: string, got?: string) => run(script, got).builds.at(-1)?.files.get(path);

describe('an artifact goes where it is carried', () => {
  test.each<[string, string]>([
    ['mv app server', 'server'],
    ['mv app bin', 'bin/app'],
    ['mv app bin/', 'bin/app'],
    ['mv app bin/server', 'bin/server'],
    ['mv -f app ./bin/', 'bin/app'],
    ['mv -t bin app', 'bin/app'],
    ['mkdir -p out/x; mv app out/x', 'out/x/app'],
    ['cp app server', 'server'],
    ['cp -p app bin', 'bin/app'],
    ['cp app conf/a.yml bin', 'bin/app'],
    ['cp app ../x', '../x'],
    ['cp app /tmp', '/tmp/app'],
    ['cp app /tmp/server', '/tmp/server'],
    ['mkdir out; cp app out; mv out deploy', 'deploy/app'],
    ['cd bin; mv ../app .; cd ..', 'bin/app'],
    ['mv a* bin', 'bin/app'],
    ['sudo mv app server', 'server'],
  ])('%s: %s', (script, path) => {
    const graph = run(script);
    const entry = graph.builds.at(-1)?.files.get(path);
    expect(entry?.kind).toBe('artifact');
    const artifact = graph.artifacts.find(({ id }) => entry?.kind === 'artifact' && entry.artifact === id);
    expect(artifact).toMatchObject({ imagePath: '/src/app', hostPath: path, type: 'file' });
  });

  test('and is gone from where it was when it moved', () => {
    expect(at('mv app bin', 'app')?.kind).toBe('absent');
    expect(at('cp app bin', 'app')?.kind).toBe('artifact');
  });

  test('with its modes, which stay its own', () => {
    expect(describeArtifacts(run('chmod +x app\ncp app bin/app\nchmod 700 app'))).toEqual([
      'build:0:/src/app → app (file) 700',
      'build:0:/src/app → bin/app (file) +x',
    ]);
  });

  test('or a part of it', () => {
    expect(describeArtifacts(run('cp -r dist/js bin/js', 'docker cp x:/src/dist .'))).toEqual([
      'build:0:/src/dist → dist (directory)',
      'build:0:/src/dist/js → bin/js (unknown)',
    ]);
  });
});

describe('what is merged with something else is not known', () => {
  test.each<[string, string, string]>([
    ['cp -r dist/. bin', 'bin', 'docker cp x:/src/dist .'],
    ['mv app "$OUT"', '\0env:OUT\0', 'docker cp x:/src/app .'],
    ['strip app', 'app', 'docker cp x:/src/app .'],
    ['sed -i s/a/b/ app', 'app', 'docker cp x:/src/app .'],
    ['upx -9 app', 'app', 'docker cp x:/src/app .'],
    ['mkdir out; cp app out; chmod -R 755 out', 'out', 'docker cp x:/src/app .'],
  ])('%s: %j', (script, path, got) => {
    expect(at(script, path, got)?.kind).toBe('unknown');
  });
});

test.each<[string, string, string]>([
  ['rm app', 'app', 'absent'],
  ['rm -f ./app', 'app', 'absent'],
  ['rm -rf bin', 'bin', 'absent'],
  ['rm -f a*', 'app', 'absent'],
  ['rm -rf -- app', 'app', 'absent'],
  ['rm conf/*.yml', 'conf/a.yml', 'absent'],
  ['mkdir out', 'out', 'directory'],
  ['mkdir -p a/b/c', 'a', 'directory'],
  ['mkdir -p a/b/c', 'a/b/c', 'directory'],
  ['mkdir -m 700 out', 'out', 'directory'],
  ['cp conf/a.yml b.yml', 'b.yml', 'made'],
  ['cp conf/*.yml bin', 'bin/a.yml', 'made'],
  ['cp -r conf bin', 'bin/conf', 'made'],
  ['mv conf/a.yml b.yml', 'conf/a.yml', 'absent'],
  ['ln -s conf link', 'link', 'made'],
  ['date | tee stamp', 'stamp', 'made'],
])('%s leaves at %s: %s', (script, path, kind) => {
  expect(at(script, path)?.kind).toBe(kind);
});

test('a directory that is there stays as it is', () => {
  expect(at('mkdir -p bin conf', 'bin')).toBeUndefined();
});

test.each(['ls -l app', 'file app', 'test -f app', 'grep -c x app', 'head -c1 app', 'sha256sum app'])(
  '%s leaves the artifact as it is, and reads it',
  (script) => {
    expect(at(script, 'app')?.kind).toBe('artifact');
    expect(describeSteps(run(script))).toContain('read app');
  },
);

// Neither times nor the host's owner reach an image, so these go with the artifact (FACTS 1 and 14).
test.each(['touch app', 'chown 1:1 app', 'chown -R me app'])('%s leaves the artifact as it is, and only writes it', (script) => {
  expect(at(script, 'app')?.kind).toBe('artifact');
  expect(describeSteps(run(script))).toContain('write app');
});

test.each<[string, readonly string[]]>([
  ['chmod +x app', ['+x']],
  ['chmod 0755 app', ['0755']],
  ['chmod a+x,u-w ./app', ['a+x,u-w']],
  ['chmod -v +x app', ['+x']],
  ['chmod -x app', ['-x']],
  ['chmod +x app; chmod 700 app', ['700']],
  ['chmod +x a*', ['+x']],
  ['chmod +x conf/a.yml', []],
])('%s sets the modes %j', (script, modes) => {
  expect(run(script).artifacts.map((artifact) => artifact.modes)).toEqual([modes]);
});

test('an operand that is removed has its place', () => {
  const script = 'rm -f app conf/a.yml';
  const graph = run(script);
  const step = graph.steps.find(({ effect }) => effect.kind === 'change-files' && effect.removes.length > 0);
  const operands = step?.effect.kind === 'change-files' ? step.effect.operands : [];
  const from = step?.span.start ?? 0;
  expect(operands?.map(({ span }) => script.slice(span.start - from, span.end - from))).toEqual(['app', 'conf/a.yml']);
});
