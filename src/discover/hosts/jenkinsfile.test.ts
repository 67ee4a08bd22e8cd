// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the parameters are those of the shell.
import { findMisplaced, removeItems, showHost } from '../../testing/show-host.ts';
import { readJenkinsfile } from './jenkinsfile.ts';

function read(text: string): ReturnType<typeof readJenkinsfile> {
  return readJenkinsfile({ path: 'Jenkinsfile', text, mode: 0o644 });
}

function stage(steps: string, before = ''): string {
  return `pipeline {\n  agent any\n  stages {\n    stage('Build') {\n${before}      steps {\n${steps}\n      }\n    }\n  }\n}\n`;
}

test.each([
  [
    'all quotes',
    stage(`        sh 'a'\n        sh "b"\n        sh '''c'''\n        sh """\n          d\n          e\n        """`),
    '+ a\n+ b\n+ c\n+ d\n          e',
  ],
  [
    'all forms',
    stage(`        sh('a')\n        sh(script: 'b')\n        sh script: 'c', label: 'x'\n        sh label: "x", script: "d"`),
    '+ a\n+ b\n+ c\n+ d',
  ],
  ['no comment', stage(`        // sh 'a'\n        /* sh 'b' */\n        sh 'c' // sh 'd'`), '+ c'],
  ['no other step', stage(`        echo "sh 'a'"\n        sh 'b'`), '+ b'],
  [
    'values of Groovy as parameters',
    stage('        sh "a ${x} $y ${env.TAG} $env.TAG ${z(1)}"'),
    '+ a ${x} $y ${env_TAG} $env_TAG ${z_1_}',
  ],
  ['parameters of the shell', stage('        sh "a \\$x \\"b\\""\n        sh \'c $y\''), '+ a $x "b"\n+ c $y'],
  ['lines that go on', stage('        sh """a \\\n          b"""'), '+ a             b'],
  [
    'steps that always run behind',
    `${stage(`        sh 'a'`)}post { always { sh 'b' } failure { sh 'docker cp c d' } }\n`,
    '+ a\n+ b',
  ],
  ['scripted pipelines', `node {\n  stage('x') {\n    try { sh 'a' } finally { sh 'b' }\n  }\n}\n`, '+ a\n+ b'],
  [
    'files that Jenkins takes',
    stage(`        sh 'a'\n        archiveArtifacts artifacts: 'dist/*'`),
    '+ a\n+ ls                           dist',
  ],
  [
    'no step whose output is used',
    stage(`        script { x = sh(script: 'git rev-parse HEAD', returnStdout: true).trim() }\n        sh 'a'`),
    '+ a',
  ],
])('reads %s', (_, text, expected) => {
  const script = read(text);
  expect(showHost(script)).toBe(`# pipeline\n${expected}`);
  expect(findMisplaced(script, text)).toEqual([]);
});

test('reads directories as sections', () => {
  const text = stage(`        sh 'a'\n        dir('src') {\n          sh 'b'\n        }`);
  expect(showHost(read(text))).toBe('# pipeline#1\n+ a\n# pipeline <pipeline#1 in src\n+ b');
});

test.each([
  ['a text that is put together', stage(`        sh 'a' + b`)],
  ['a text from elsewhere', stage('        sh command')],
  ['output that is used', stage(`        script { id = sh(script: 'docker create x', returnStdout: true) }`)],
  ['a function', `def build() {\n  sh 'docker build .'\n}\nnode { build() }\n`],
  ['an image that Groovy builds', stage(`        sh 'docker cp a:b c'\n        script { docker.build("x") }`)],
  ['a text that no shell text of its length gives', stage(`        sh 'a\\nb'`)],
  ['a value in single quotes of the shell', stage(`        sh "echo 'x \${y}'"`)],
  ['a directory that is not written', stage(`        dir(x) {\n          sh 'docker build .'\n        }`)],
])('has no section for %s', (_, text) => {
  expect(read(text)?.sections).toEqual([]);
});

test.each([
  [
    'the test around a step',
    stage(`        script {\n          if (x) {\n            sh 'a'\n          }\n        }`),
    'if (x) ',
  ],
  ['the test of a stage', stage(`        sh 'a'`, '      when { branch "x" }\n'), 'when'],
])('says which test decides: %s', (_, text, expected) => {
  const condition = read(text)?.sections[0]?.blocks[0]?.condition;
  expect(text.slice(condition?.start, condition?.end)).toBe(expected);
});

test('knows values that are set once', () => {
  const text = `def a = 'x'\ndef b = "y"\nb = 'z'\n${stage(`        sh "echo \${a}"`).replace('agent any', "environment { C = 'a b' }")}`;
  const variables = read(text)?.sections[0]?.variables.map(({ name, word }) => `${name}=${word}`);
  expect(variables?.slice(2)).toEqual(['a=x', "C='a b'"]);
});

test('takes whole lines out of a stage, but no part of one', () => {
  const text = stage(`        sh 'a'\n        sh '''\n          b\n        '''\n        script { sh 'c' }`);
  const script = read(text);
  expect(removeItems(script, text)).toBe(stage('        script {  }'));
  expect(script?.sections[0]?.blocks[0]?.list?.emptyText).toBe("        sh ':'\n");
});
