// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of shell and make
import { expect, test } from '@jest/globals';
import { NOTHING } from '../../model/script-host.ts';
import { readMakefile } from './makefile.ts';

function read(text: string) {
  const script = readMakefile({ path: 'Makefile', text, mode: 0o644 });
  const sections = script?.sections ?? [];
  const show = (name: string): readonly string[] => {
    const section = sections.find((item) => item.name === name);
    return (section?.blocks ?? []).map(({ start, end }) => section?.read.slice(start, end).replaceAll(NOTHING, '·') ?? '');
  };
  return { script, sections, show };
}

function readWord(text: string, name: string): string | undefined {
  return read(`${text}\nall:\n\ttrue\n`).sections[0]?.variables.findLast((variable) => variable.name === name)?.word;
}

test.each([
  ['docker build -t $(IMAGE) .', 'docker build -t ${IMAGE} .'],
  ['docker build -t ${IMAGE} .', 'docker build -t ${IMAGE} .'],
  ['@-docker rm $$id', 'docker rm ·$id'],
  ['echo $@ $< $^ $*', 'echo $1 $2 $3 $4'],
  ['echo $$$$', 'echo ··$$'],
  ['docker tag app app:$(shell git rev-parse HEAD)', 'docker tag app app:$(      git rev-parse HEAD)'],
  ["sh -c 'make $(TARGET)'", 'sh -c "make ${TARGET}"'],
  ["sh -c 'echo $$HOME $(TARGET)'", 'sh -c "echo \\$HOME ${TARGET}"'],
  ["awk '{ print $$1 }'", "awk '{ print ·$1 }'"],
  ['echo $(patsubst %.c,%.o,$(X))', `echo $!${'·'.repeat(22)}`],
  ['cp $(docker-image) .', 'cp ${docker_image} .'],
])('%s is read as %s', (recipe, shell) => {
  expect(read(`all:\n\t${recipe}\n`).show('all')).toEqual([shell]);
});

test('what is read is as long as the file, whatever it holds', () => {
  const text = 'A := 1 # one\r\nall: b\r\n\t@echo $(A) \\\r\n\t  $(shell pwd)\r\nb: ; docker ps\r\ndefine x\r\n\tno\r\nendef\r\n';
  const { sections } = read(text);
  expect(sections.map(({ name, read: shell }) => [name, shell.length])).toEqual([
    ['all', text.length],
    ['b', text.length],
  ]);
});

test.each([
  ['REPO := a/b', 'REPO', '"a/b"'],
  ['TAG = $(REPO):1', 'TAG', '"${REPO}:1"'],
  ['A := x\nA += y', 'A', '"${A} y"'],
  ['ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))', 'ROOT', '"${PWD}"'],
  ['ROOT = $(shell pwd)', 'ROOT', '"${PWD}"'],
  ['V := $(shell git describe)', 'V', undefined],
  ['F := -X "a b"', 'F', undefined],
  ['N := "app"', 'N', '"app"'],
  ['ifdef CI\nN := ci\nendif', 'N', undefined],
  ['H = $$HOME/bin', 'H', '"$HOME/bin"'],
])('%j gives %s the word %s', (text, name, word) => {
  expect(readWord(text, name)).toBe(word);
});

test('a variable that refers to later ones comes behind them', () => {
  const { sections } = read('A = $(B)\nB = $(C)\nC := 1\nall:\n\ttrue\n');
  expect(sections[0]?.variables.map(({ name }) => name).slice(2)).toEqual(['C', 'B', 'A']);
});

test('entries are the default goal and what no other target needs', () => {
  const { script, sections } = read('image: app | out\napp:\n\ttrue\nout:\n\tmkdir out\npush: image\n.PHONY: image\n');
  expect(script?.goal).toBe('image');
  expect(sections.map(({ name, isEntry, needs }) => [name, isEntry, needs])).toEqual([
    ['image', true, ['app', 'out']],
    ['app', false, []],
    ['out', false, []],
    ['push', true, ['image']],
  ]);
});

test('lines under a condition have its test, and those behind `else` another one', () => {
  const text = 'all:\nifdef CI\n\ta\n\tb\nelse\n\tc\nendif\n\td\n';
  const [section] = read(text).sections;
  const tests = section?.blocks.map(({ condition }) => condition && text.slice(condition.start, condition.end));
  expect(tests).toEqual(['ifdef CI', 'ifdef CI', 'else', undefined]);
});

test('a pattern rule makes the targets that others need', () => {
  const { sections, show } = read('all: web-image\n%-image: %/Dockerfile\n\tdocker build -t $* .\n');
  expect(show('web-image')).toEqual(['docker build -t $4 .']);
  expect(sections.find(({ name }) => name === 'web-image')?.positional).toEqual([
    '"web-image"',
    '"web/Dockerfile"',
    '"web/Dockerfile"',
    '"web"',
  ]);
});

test.each([
  ['.ONESHELL:\nall:\n\ta\n\tb\n', [true, false]],
  ['all:\n\ta\n\tb\n', [true, true]],
])('%j starts a shell for each line: %j', (text, own) => {
  expect(read(text).sections[0]?.blocks.map(({ isOwnShell }) => isOwnShell)).toEqual(own);
});

test('another recipe prefix is read', () => {
  expect(read('.RECIPEPREFIX = >\nall:\n>docker ps\n').show('all')).toEqual(['docker ps']);
});

test('an item is the whole line, and an inline recipe goes with its semicolon and the blanks before it', () => {
  const text = 'a: ; x\nb:\n\t@y\n';
  const items = read(text).sections.flatMap(({ blocks }) =>
    blocks.map(({ itemStart, itemEnd }) => text.slice(itemStart, itemEnd)),
  );
  expect(items).toEqual([' ; x', '\t@y\n']);
});
