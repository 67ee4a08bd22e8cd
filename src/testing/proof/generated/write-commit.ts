import type { Shape } from './shape.ts';
import { single, type WrittenTakeUp } from './write-take-up.ts';

export interface CommitSetting {
  /** What the container is made from. */
  readonly base: string;
  /** What the image is called. */
  readonly name: string;
}

/**
 * The commands that make the second image of a container, in place of a Dockerfile that does the same: the artifacts are copied into it, and
 * it is committed with its settings.
 */
export function writeCommit({ runtime }: Shape, { base, name }: CommitSetting, written: readonly WrittenTakeUp[]) {
  const directory = runtime.workdir === undefined || runtime.workdir.startsWith('/') ? runtime.workdir : `/${runtime.workdir}`;
  const isRun = runtime.settings.some((line) => line.startsWith('RUN '));
  // The settings are the container's in one half of the projects, and in the other changes of the commit.
  const options = runtime.argument
    ? [
        ...(directory === undefined ? [] : [`-w ${directory}`]),
        ...(runtime.user === undefined ? [] : [`-u ${runtime.user}`]),
        ...(runtime.settings.includes('ENV PORT=80') ? ['-e PORT=80'] : []),
        ...(runtime.settings.includes('ENTRYPOINT ["/bin/sh"]') && !isRun ? ['--entrypoint /bin/sh'] : []),
      ]
    : [];
  const changes = [
    ...(runtime.argument || directory === undefined ? [] : [`WORKDIR ${directory}`]),
    ...(runtime.argument || runtime.user === undefined ? [] : [`USER ${runtime.user}`]),
    ...runtime.settings.filter((line) => !line.startsWith('RUN ') && !(runtime.argument && /^(?:ENV|ENTRYPOINT)/.test(line))),
  ];
  const start = [...options, base].join(' ');
  return single(
    isRun ? `docker run --name app ${start} sh -c "mkdir -p /app"` : `docker create --name app ${start}`,
    ...written.map(({ copies, host }) => writeCopyInto(copies[0] ?? '', host)),
    `docker commit ${changes.map((change) => `-c '${change}' `).join('')}app ${name}`,
    'docker rm app',
  );
}

/** Where an instruction would take it up, as far as a container has such a directory. */
function writeCopyInto(instruction: string, host: string): string {
  const base = host.split('/').at(-1) ?? host;
  if (instruction === 'COPY . /app') return 'docker cp docs app:/opt/all';
  if (/ \.$/.test(instruction)) return `docker cp ${host}/. app:/srv`;
  if (instruction.endsWith('.new')) return `docker cp ${host} app:/usr/bin/${base}.new`;
  if (/\/app\/$/.test(instruction)) return `docker cp ${host} app:/srv/`;
  return /\/app\//.test(instruction) ? `docker cp ${host} app:/srv` : `docker cp ${host} app:/usr/bin/${base}`;
}
