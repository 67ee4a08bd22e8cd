import { interpretText } from '../testing/interpret-text.ts';

const FILES = { Dockerfile: 'FROM scratch\nCOPY bin/app /\n' };
const RUN = 'docker run --rm -v "$PWD":/src -w /src golang:1.16';
const BUILD = 'docker build .';

test.each([
  ['the run names it', `${RUN} go build -o bin/app\nmkdocs build\n${BUILD}\n`, 'artifact'],
  ['nothing comes in between', `${RUN} make\n${BUILD}\n`, 'artifact'],
  ['only known commands come in between', `${RUN} make\necho done\n${BUILD}\n`, 'artifact'],
  ['another command may have made it', `${RUN} make\nmkdocs build\n${BUILD}\n`, 'unknown'],
  ['another command came before the run', `mkdocs build\n${RUN} make\n${BUILD}\n`, 'artifact'],
])('a file under a mount, where %s', (_, script, expected) => {
  const graph = interpretText(FILES, script);
  expect(graph.builds[0]?.takeUps[0]?.sources[0]?.kind).toBe(expected);
});
