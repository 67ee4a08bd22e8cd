import { buildOf } from '../../src/testing/build-of.ts';
import { mayHoldForeignOwners } from './may-hold-foreign-owners.ts';

const NODE = 'FROM node:16\nWORKDIR /app\nRUN npm ci\nRUN cd web && yarn install';

test.each<[string, string, string, boolean]>([
  ['a compiled program', 'FROM golang\nRUN go build -o /out/app .', '/out/app', false],
  ['a system directory', 'FROM alpine\nRUN apk add git', '/usr/bin', true],
  ['a program in a system directory', 'FROM alpine\nRUN go build -o /usr/bin/app .', '/usr/bin/app', false],
  ['the root', 'FROM alpine', '/', true],
  ['what services keep', 'FROM alpine', '/var/lib/app', true],
  ['node_modules', NODE, '/app/node_modules', true],
  ['a package', NODE, '/app/node_modules/ws', true],
  ['a directory with node_modules in it', NODE, '/app', true],
  ['one that a command changed into', NODE, '/app/web', true],
  ['a bundle', NODE, '/app/dist', false],
  ['anything when the working directory is not known', 'FROM node\nRUN npm ci', '/srv/dist', true],
])('%s', (_, dockerfile, path, expected) => {
  expect(mayHoldForeignOwners(buildOf(dockerfile), path)).toBe(expected);
});
