import type { DestinationFact } from '../../src/model/compose-path.ts';
import { buildOf } from '../../src/testing/build-of.ts';
import { findDestinationFact } from './find-directory.ts';

test.each<[string, string, DestinationFact['kind']]>([
  ['a slash at the end', 'FROM alpine\nCOPY a /x/', 'directory'],
  ['a dot', 'FROM alpine\nCOPY a .', 'directory'],
  ['several sources', 'FROM alpine\nCOPY a b /x', 'directory'],
  ['the working directory', 'FROM alpine\nWORKDIR /srv/app\nCOPY a /srv/app', 'directory'],
  ['a directory above it', 'FROM alpine\nWORKDIR /srv/app\nCOPY a /srv', 'directory'],
  ['a directory that a RUN makes', 'FROM alpine\nRUN mkdir -p /x/y\nCOPY a /x', 'directory'],
  ['a directory that something was copied into', 'FROM alpine\nCOPY b /x/b\nCOPY a /x', 'directory'],
  ['a directory that holds what is executed', 'FROM alpine\nCOPY a /x\nCMD ["/x/a"]', 'directory'],
  ['what is executed', 'FROM alpine\nCOPY a /x\nENTRYPOINT ["/x"]', 'not-directory'],
  ['a relative path that is executed', 'FROM alpine\nWORKDIR /srv\nCOPY a bin/x\nCMD exec /srv/bin/x', 'not-directory'],
  ['a name of a file', 'FROM alpine\nCOPY a /srv/app.jar', 'not-directory'],
  ['a new path of an empty image', 'FROM scratch\nCOPY a /app', 'not-directory'],
  ['a path of an image without names for it', 'FROM alpine\nCOPY a /app', 'unknown'],
  ['a variable', 'FROM alpine\nARG X\nCOPY a $X', 'unknown'],
  ['a path below an unknown working directory', 'FROM alpine\nCOPY a app', 'unknown'],
  ['a directory of every system', 'FROM alpine\nCOPY a /usr/local/bin', 'likely-directory'],
  ['a directory of the base', 'FROM docker.io/library/tomcat:9\nCOPY a /usr/local/tomcat/webapps', 'likely-directory'],
  ['the same in another base', 'FROM alpine\nCOPY a /usr/local/tomcat/webapps', 'unknown'],
])('reads %s', (_, dockerfile, kind) => {
  const build = buildOf(dockerfile);
  const copy = build.dockerfile.instructions.filter(({ keyword }) => keyword === 'COPY').at(-1);
  if (!copy) throw new Error('the row has no COPY');
  expect(findDestinationFact(build, copy, copy.operands.at(-1)?.text ?? '').kind).toBe(kind);
});
