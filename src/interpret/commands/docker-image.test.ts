import { describeSteps } from '../../testing/describe-step.ts';
import { interpretText } from '../../testing/interpret-text.ts';

const steps = (script: string) =>
  describeSteps(interpretText({ Dockerfile: 'FROM a\n' }, `docker build -t b .\n${script}`)).slice(1);

test.each<[string, readonly string[]]>([
  ['docker push b', ['push build:0']],
  ['docker push b:latest', ['push build:0']],
  ['docker image push b', ['push build:0']],
  ['docker push other', []],
  ['docker tag b r/b:1', ['tag build:0']],
  ['docker tag b r/b; docker push r/b', ['tag build:0', 'push build:0']],
  ['docker save -o b.tar b', ['save build:0']],
  ['docker save b > b.tar', ['save build:0']],
  ['docker history b', ['history build:0']],
  ['docker inspect b', ['inspect build:0']],
  ['docker image inspect b', ['inspect build:0']],
  ['docker rmi b', ['remove-image build:0']],
  ['docker rmi -f b', ['remove-image build:0']],
  ['docker image rm b', ['remove-image build:0']],
  ['docker rmi b other', ['remove-image build:0 other:latest']],
  ['docker rmi b || true', ['remove-image build:0']],
  ['docker rmi $(docker images -q b)', ['remove-image build:0']],
  ['docker rmi "$(docker image ls --quiet b)"', ['remove-image build:0']],
  ['docker run --rm b ls', ['run build:0']],
  ['[ -n "$(docker images -q b)" ]', ['test build:0']],
  ['docker images', []],
  ['docker pull x', []],
  ['docker login -u me', []],
  ['docker system prune -f', []],
  ['docker network create n', []],
])('%s', (script, expected) => {
  expect(steps(script)).toEqual(expected);
});

test('an image that was removed is one from outside', () => {
  const graph = interpretText({ Dockerfile: 'FROM a\n' }, 'docker build -t b .\ndocker rmi b\ndocker create --name x b');
  expect(graph.containers.map(({ image }) => image)).toEqual(['external:b:latest']);
  expect(graph.externals.map(({ id }) => id)).toEqual(['external:b:latest']);
});

test.each(['docker rm $(docker ps -aq)', 'docker rmi $(docker images -qf dangling=true)'])(
  '%s names nothing that is known',
  (script) => {
    const [step, ...more] = interpretText({}, script).steps.filter(({ within }) => within === undefined);
    expect(more).toEqual([]);
    expect(step?.effect).toMatchObject(script.includes('rmi') ? { images: [] } : { containers: [] });
  },
);
