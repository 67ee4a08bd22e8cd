import { interpretText } from '../testing/interpret-text.ts';

const take = (instructions: string, copy: string): readonly string[] => {
  const files = { Dockerfile: 'FROM alpine\nCOPY x /x', 'b.Dockerfile': `FROM alpine\n${instructions}` };
  const script = `docker build -t b -f b.Dockerfile .\ndocker create --name c b\n${copy}\ndocker build .`;
  return interpretText(files, script)
    .builds.flatMap((build) => build.takeUps)
    .flatMap((taken) => taken.sources)
    .map((source) => source.kind);
};

test.each<[string, string, string, string]>([
  ['a link copied as itself', 'RUN ln -s /a /x', 'docker cp c:/x x', 'unknown'],
  ['a link among others', 'RUN cd /d && ln -sf a b /e', 'docker cp c:/e/b x', 'unknown'],
  ['a link by its target name', 'WORKDIR /w\nRUN ln -s /opt/x', 'docker cp c:/w/x x', 'unknown'],
  ['a hard link', 'RUN ln /a /x', 'docker cp c:/x x', 'artifact'],
  ['a link that is followed', 'RUN ln -s /a /x', 'docker cp -L c:/x x', 'artifact'],
  ['what a linked directory holds', 'RUN ln -s /a /x', 'docker cp c:/x/. x', 'artifact'],
  ['something behind a linked directory', 'RUN ln -s /a /x', 'docker cp c:/x/y x', 'artifact'],
])('takes up %s', (_, instructions, copy, kind) => {
  expect(take(instructions, copy)).toEqual([kind]);
});
