import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { findScripts } from './find-scripts.ts';

afterAll(removeDirectories);

test.each([
  ['#!/bin/sh\n', true],
  ['#!/bin/bash -eu\r\n', true],
  ['#! /bin/ash', true],
  ['#!/usr/bin/env bash\n', true],
  ['#!/usr/bin/env -S bash -e\n', true],
  ['#!/usr/local/bin/dash\n', true],
  ['#!/bin/busybox sh\n', true],
  ['#!/usr/bin/env zsh\n', false],
  ['#!/bin/csh\n', false],
  ['#!/usr/bin/fish\n', false],
  ['#!/usr/bin/env python3\n', false],
  ['#!/usr/bin/shfmt\n', false],
  ['# /bin/sh\n', false],
  [' #!/bin/sh\n', false],
  ['', false],
])('a first line %j: a script is %s', async (text, expected) => {
  const root = makeDirectory({ build: text });
  const { paths } = await findScripts(root, new Map([['build', 'file']]), 10);
  expect(paths).toEqual(expected ? ['build'] : []);
});

test('files of other languages, and what is gone, are not opened', async () => {
  const root = makeDirectory({ 'a.py': { text: '#!/bin/sh\n', mode: 0o755 } });
  const tree = new Map([['a.py', 'file'] as const, ['gone', 'file'] as const]);
  expect(await findScripts(root, tree, 10)).toEqual({ paths: [], isCut: false });
});
