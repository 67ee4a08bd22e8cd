import { type Fetched, type FetchSetting, type Placed, single } from './write-take-up.ts';

/** Through an archive of a whole container, `--output`, or a container that the artifact is copied into. */
export function writeExported(placed: Placed, given: FetchSetting): Fetched {
  const { artifact: each, taken: how, path } = placed;
  const { image, index } = given;
  const [container, into, member] = [`box${index}`, `stage${index}`, path.slice(1)];
  const around = (...lines: readonly string[]) =>
    single(`mkdir -p ${into}`, `docker create --name ${container} ${image}`, ...lines, `docker rm ${container}`);
  switch (how.idiom) {
    case 'output':
      return { groups: single(`docker build -f Dockerfile.out${index} --output ${into} .`), host: `${into}/${each.name}` };
    case 'filled':
      return writeFilled(placed, given);
    case 'stripped':
      return writeStripped(placed, given);
    case 'export-file': {
      const file = `all${index}.tar`;
      const out = each.hasLink ? `docker export -o ${file} ${container}` : `docker export ${container} > ${file}`;
      return { groups: around(out, `tar -xf ${file} -C ${into} ${member}`, `rm ${file}`), host: `${into}/${member}` };
    }
    default:
      return { groups: around(`docker export ${container} | tar -xf - -C ${into} ${member}`), host: `${into}/${member}` };
  }
}

/** Without the directories in front of it, or without its own name. */
function writeStripped({ artifact: each, taken: how, path }: Placed, { image, index }: FetchSetting): Fetched {
  const [container, into] = [`box${index}`, `stage${index}`];
  const depth = path.split('/').length - 2;
  const isOpened = each.kind === 'directory' && how.host === 'contents';
  const command = isOpened
    ? `docker cp ${container}:${path} - | tar -xf - -C ${into} --strip-components=1`
    : `docker export ${container} | tar -xf - -C ${into} --strip-components=${depth} ${path.slice(1)}`;
  return {
    groups: single(`mkdir -p ${into}`, `docker create --name ${container} ${image}`, command, `docker rm ${container}`),
    host: isOpened ? into : `${into}/${each.name}`,
  };
}

/** By way of an image that a container gives which it is copied into. */
function writeFilled({ artifact: each, taken: how, path }: Placed, { image, index, host }: FetchSetting): Fetched {
  const [first, second, filled] = [`box${index}`, `full${index}`, `acme/filled:${index}`];
  const carried = `carried${index}`;
  const target = how.host === 'renamed' ? '/opt/renamed' : '/opt/';
  const kept = how.host === 'renamed' ? '/opt/renamed' : `/opt/${carried}`;
  return {
    groups: single(
      `docker create --name ${first} ${image}`,
      `docker cp ${first}:${path} ${carried}`,
      `docker rm ${first}`,
      `docker create --name ${second} alpine:3.14`,
      `docker cp ${carried} ${second}:${each.kind === 'directory' && each.hasLink ? '/opt' : target}`,
      `docker commit ${second} ${filled}`,
      `docker rm ${second}`,
      `docker create --name ${first} ${filled}`,
      `docker cp ${first}:${each.kind === 'directory' && each.hasLink ? `/opt/${carried}` : kept} ${host}`,
      `docker rm ${first}`,
    ),
    host,
  };
}
