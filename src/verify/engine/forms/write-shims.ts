import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Builder, type EngineClient, toId } from './engine-client.ts';

/** What the wrappers are to do. */
export interface ShimSetting {
  readonly client: EngineClient;
  readonly builder: Builder;
  /** `key=value`; every container gets it, so that it can be found again. */
  readonly label: string;
  readonly isOffline: boolean;
}

/** What scripts did through the wrappers. */
export interface ShimLog {
  /** Names that builds, `tag` and `commit` gave, in order. */
  readonly names: readonly string[];
  readonly pulled: readonly string[];
  /** Ids of the images that builds made, cut off or whole. */
  readonly ids: readonly string[];
}

const NAMES = ['docker', 'podman', 'nerdctl', 'buildah'];

/**
 * Writes the programs that a script gets as `docker`, `podman` and so on. They run the real client with the engine and builder that are
 * to be used, build without a cache (BuildKit's keys ignore owners), note what is made, and leave out what would reach beyond this
 * machine or what others have on it: `push`, `login`, `prune`.
 *
 * @param directory A new directory, which gets `bin` (for the PATH) and `log`.
 */
export async function writeShims(directory: string, setting: ShimSetting): Promise<void> {
  await mkdir(join(directory, 'bin'), { recursive: true });
  await mkdir(join(directory, 'log'));
  const files = [...NAMES.map((name) => [name, writeClientShim(join(directory, 'log'), setting)]), ['sudo', SUDO]] as const;
  for (const [name = '', text = ''] of files) {
    await writeFile(join(directory, 'bin', name), text);
    await chmod(join(directory, 'bin', name), 0o755);
  }
}

/** Reads what the wrappers of a directory noted. */
export async function readShimLog(directory: string): Promise<ShimLog> {
  const log = join(directory, 'log');
  const files = await readdir(log);
  const read = async (name: string): Promise<readonly string[]> =>
    files.includes(name) ? (await readFile(join(log, name), 'utf8')).split('\n').filter((line) => line !== '') : [];
  const ids = await Promise.all(files.filter((name) => name.startsWith('id.')).map(read));
  const outputs = await Promise.all(files.filter((name) => name.startsWith('output.')).map(read));
  const steps = outputs.flat().flatMap((line) => /^ ---> ([0-9a-f]{12})\s*$/.exec(line)?.[1] ?? []);
  return {
    names: [...new Set(await read('names'))],
    pulled: [...new Set(await read('pulled'))],
    ids: [...new Set([...steps, ...[...ids.flat(), ...(await read('ids'))].map(toId)])],
  };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function writeClientShim(log: string, { client, builder, label, isOffline }: ShimSetting): string {
  const address = ['DOCKER_HOST', 'CONTAINER_HOST'].flatMap((name) => {
    const value = client.environment[name];
    return value === undefined ? [] : [`export ${name}=${quote(value)}`];
  });
  return [
    '#!/bin/sh',
    `client=${quote(client.program)}`,
    `log=${quote(log)}`,
    `label=${quote(label)}`,
    `kind=${client.kind}`,
    `offline=${isOffline ? 'yes' : ''}`,
    // The real client is not to find the wrappers again.
    `PATH=${quote(client.environment.PATH ?? '/usr/bin:/bin')}`,
    ...address,
    ...(client.kind === 'docker' ? [`export DOCKER_BUILDKIT=${builder === 'buildkit' ? 1 : 0}`] : []),
    BODY,
  ].join('\n');
}

const SUDO = `#!/bin/sh
# The engine answers without it, and a script that is only to be compared needs no more rights.
while [ $# -gt 0 ]; do
  case $1 in
    -u | -g) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
exec "$@"
`;

const BODY = `
# Flags of the client itself come first: another engine is not to be reached.
while [ $# -gt 0 ]; do
  case $1 in
    -H | --host | -l | --log-level | -c | --context | --config | --tlscacert | --tlscert | --tlskey | --url | --connection | --root | --runroot | --storage-driver) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
command=\${1-}
case $command in
  image | container | builder | buildx | system | volume | network) group=$command; shift; command=\${1-} ;;
  *) group= ;;
esac
[ $# -gt 0 ] && shift
note() { printf '%s\\n' "$2" >> "$log/$1"; }
leave_out() { echo "restage verify: \\\`$command\\\` is left out" >&2; exit 0; }

# Podman and Buildah work on one storage: Buildah has no containers as docker has them, and Podman no \`from\`, \`copy\` and \`mount\`.
case \${0##*/}/$kind/$group/$command in
  buildah/podman/*) client=buildah kind=buildah ;;
  buildah/*) ;;
  */buildah//build | */buildah//bud | */buildah/image/build | */buildah/builder/build | */buildah/buildx/build) ;;
  */buildah/*) client=podman kind=podman ;;
esac

case $group/$command in
  /build | /bud | image/build | builder/build | buildx/build)
    left=$#
    has_file=
    while [ "$left" -gt 0 ]; do
      word=$1
      shift
      left=$((left - 1))
      case $word in
        -t | --tag) note names "\${1-}"; set -- "$@" "$word" ;;
        --tag=* | -t=*) note names "\${word#*=}"; set -- "$@" "$word" ;;
        -t?*) note names "\${word#-t}"; set -- "$@" "$word" ;;
        --iidfile) has_file=$1; set -- "$@" "$word" ;;
        --iidfile=*) has_file=\${word#*=}; set -- "$@" "$word" ;;
        --pull | --pull=*) [ -n "$offline" ] || set -- "$@" "$word" ;;
        *) set -- "$@" "$word" ;;
      esac
    done
    [ -n "$offline" ] && set -- --network none "$@"
    [ "$kind" = podman ] || [ "$kind" = buildah ] && set -- --layers=false "$@"
    if [ "$kind" != podman ] && [ "$kind" != buildah ]; then set -- --no-cache "$@"; fi
    [ "\${DOCKER_BUILDKIT-}" != 0 ] || set -- --force-rm "$@"
    [ -n "$has_file" ] || set -- --iidfile "$log/id.$$" "$@"
    if [ "$group" = buildx ]; then set -- buildx build "$@"; else set -- build "$@"; fi
    if [ "\${DOCKER_BUILDKIT-}" = 0 ]; then
      # The classic builder keeps the stages that nothing was tagged of; only its output names them.
      { "$client" "$@"; echo $? > "$log/status.$$"; } | tee "$log/output.$$"
      status=$(cat "$log/status.$$")
    else
      "$client" "$@"
      status=$?
    fi
    if [ -n "$has_file" ] && [ "$status" = 0 ]; then cat "$has_file" >> "$log/ids"; echo >> "$log/ids"; fi
    exit "$status"
    ;;
  /create | /run | container/create | container/run)
    [ "$kind" = buildah ] || set -- --label "$label" "$@"
    exec "$client" "$command" "$@"
    ;;
  /tag | /commit | image/tag | container/commit)
    for word in "$@"; do :; done
    note names "$word"
    ;;
  /pull | image/pull)
    for word in "$@"; do :; done
    note pulled "$word"
    if [ -n "$offline" ]; then
      if [ "$kind" = buildah ]; then exec "$client" inspect --type image "$word"; fi
      exec "$client" image inspect "$word"
    fi
    ;;
  /push | image/push | /login | /logout | */prune) leave_out ;;
esac
if [ -n "$group" ]; then exec "$client" "$group" "$command" "$@"; fi
if [ -z "$command" ]; then exec "$client"; fi
exec "$client" "$command" "$@"
`;
