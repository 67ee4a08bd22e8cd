import { describeArtifacts, describeSteps } from '../../testing/describe-step.ts';
import { interpretText } from '../../testing/interpret-text.ts';

const FILES = {
  'Dockerfile.build': 'FROM golang\nWORKDIR /src\nRUN go build -o app .\n',
  Dockerfile: 'FROM alpine\nCOPY app /app\n',
};
const BUILD = 'docker build -t b -f Dockerfile.build .\n';
const run = (script: string) => interpretText(FILES, BUILD + script);
const steps = (script: string) => describeSteps(run(script)).slice(1);

describe('a container is known', () => {
  test.each<[string, string]>([
    ['by name', 'docker create --name x b\ndocker cp x:/src/app .'],
    ['by name behind =', 'docker create --name=x b\ndocker cp x:/src/app .'],
    ['in the group spelling', 'docker container create --name x b\ndocker container cp x:/src/app .'],
    ['by an unknown name', 'docker create --name "$N-x" b\ndocker cp "$N-x":/src/app .'],
    ['by an id variable', 'id=$(docker create b)\ndocker cp $id:/src/app .'],
    ['in backticks', 'id=`docker create b`\ndocker cp "${id}:/src/app" .'],
    ['from docker run -d', 'id=$(docker run -d b sleep 9)\ndocker cp "$id":/src/app .'],
    ['inside the copy', 'docker cp $(docker create b):/src/app .'],
    ['quoted inside the copy', 'docker cp "$(docker create b):/src/app" .'],
    ['by --cidfile and cat', 'docker create --cidfile c.id b\ndocker cp $(cat c.id):/src/app .'],
    ['by --cidfile= and cat of another spelling', 'docker create --cidfile=./c.id b\ndocker cp "$(cat "$PWD/c.id")":/src/app .'],
    ['as the last one made', 'docker create b\ndocker cp $(docker ps -lq):/src/app .'],
    ['as the last one made, options apart', 'docker create b\ndocker cp $(docker ps -a -l -q):/src/app .'],
    ['by a filter', 'docker create --name x b\ndocker cp $(docker ps -aqf name=x):/src/app .'],
    ['by an anchored filter', 'docker create --name x b\ndocker cp $(docker ps -aq --filter "name=^x$"):/src/app .'],
    ['after a rename of the variable', 'id=$(docker create b)\nother=$id\ndocker cp $other:/src/app .'],
    ['from a function', 'make() { docker create b; }\nid=$(make)\ndocker cp $id:/src/app .'],
    ['with a command behind the image', 'docker create --name x b /bin/true -v\ndocker cp x:/src/app .'],
    ['with options in between', 'docker run -it -e A=1 --name x -w /src b ls -l\ndocker cp x:/src/app .'],
    ['where the image is named by its id', 'docker create --name x $(docker images -q b)\ndocker cp x:/src/app .'],
    ['in podman', 'podman create --name x b\npodman cp x:/src/app .'],
  ])('%s', (_, script) => {
    expect(describeArtifacts(run(script))).toEqual(['build:0:/src/app → app (file)']);
  });
});

test.each<[string, 'create' | 'run', string | undefined, readonly string[]]>([
  ['docker create --name x b', 'create', 'x', []],
  ['docker run --name x b', 'run', 'x', []],
  ['docker run b ls -l /src', 'run', undefined, ['ls', '-l', '/src']],
  ['docker run -d --name x b', 'run', 'x', []],
  ['docker create --name x b\ndocker start x', 'run', 'x', []],
])('%s', (script, kind, name, command) => {
  const [container] = run(script).containers;
  expect(container).toMatchObject({ kind, name });
  expect(
    container?.command.map(({ pieces }) => pieces.map((piece) => (piece.kind === 'literal' ? piece.text : '?')).join('')),
  ).toEqual(command);
});

describe('commands on a container', () => {
  const MADE = 'docker create --name x b\n';

  test.each<[string, readonly string[]]>([
    ['docker rm x', ['remove container:0']],
    ['docker rm -f x', ['remove container:0']],
    ['docker rm -fv x', ['remove container:0']],
    ['docker container rm x', ['remove container:0']],
    ['docker rm -v x other', ['remove container:0 other']],
    ['docker start x', ['drive container:0']],
    ['docker start -a x', ['drive container:0']],
    ['docker stop -t 1 x', ['drive container:0']],
    ['docker wait x', ['drive container:0']],
    ['docker kill x', ['drive container:0']],
    ['docker exec x ls', ['exec container:0']],
    ['docker logs -f x', ['logs container:0']],
    ['docker inspect x', ['inspect container:0']],
    ["docker inspect -f '{{.State.ExitCode}}' x", ['inspect container:0']],
    ['docker container inspect x', ['inspect container:0']],
    ['docker commit x c', ['build build:1']],
    ['docker export x -o x.tar', ['extract container:0 artifact:0']],
    ['docker rm nothing', ['remove nothing']],
    ['docker start nothing', []],
    ['docker ps -a', []],
  ])('%s', (script, expected) => {
    expect(steps(MADE + script).slice(1)).toEqual(expected);
  });

  test('an id that is tested is a use of the container', () => {
    expect(steps('id=$(docker create b)\n[ -n "$id" ] || exit 1').slice(1)).toEqual(['test container:0']);
  });
});

test('`docker rm -f x` in front names what is not there yet', () => {
  expect(steps('docker rm -f x\ndocker create --name x b')).toEqual(['remove x', 'create container:0']);
});
