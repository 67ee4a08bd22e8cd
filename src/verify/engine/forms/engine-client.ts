import { type Ran, runProcess } from './run-process.ts';

/** The programs that drive an engine. */
export const CLIENT_KINDS = ['docker', 'podman', 'buildah'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** Docker has two builders; `native` is the only one of Podman and Buildah. */
export type Builder = 'classic' | 'buildkit' | 'native';

/** A client whose engine answers. */
export interface EngineClient {
  readonly kind: ClientKind;
  /** Absolute, or a name of the PATH. */
  readonly program: string;
  /** For people: `docker 20.10.24`. */
  readonly version: string;
  readonly builders: readonly Builder[];
  /** The process environment with the engine's address in it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Which client to look for. */
export interface ClientRequest {
  /** A kind, or a path to a program of that name; the first that answers when left out. */
  readonly client: string | undefined;
  /** The engine's address, as `DOCKER_HOST` takes it. */
  readonly host: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The client to use, or one line that says why there is none. Never installs or starts an engine. */
export async function findClient({ client, host, environment }: ClientRequest): Promise<EngineClient | string> {
  const programs = client === undefined ? ['docker', 'podman'] : [client];
  const reasons: string[] = [];
  for (const program of programs) {
    const kind = CLIENT_KINDS.find((name) => (program.split('/').at(-1) ?? '').includes(name));
    if (kind === undefined) return `\`${program}\` is none of ${CLIENT_KINDS.join(', ')}`;
    const address = host === undefined ? {} : { DOCKER_HOST: host, CONTAINER_HOST: host };
    const found = await ask({ kind, program, environment: { ...environment, ...address } });
    if (typeof found !== 'string') return found;
    reasons.push(`${program}: ${found}`);
  }
  return `no engine answers (${reasons.join('; ')})`;
}

type Unasked = Pick<EngineClient, 'kind' | 'program' | 'environment'>;

async function ask(client: Unasked): Promise<EngineClient | string> {
  const words = { docker: ['version', '--format', '{{.Server.Version}}'], podman: ['version', '--format', '{{.Version}}'] };
  const ran = await runClient(client, client.kind === 'buildah' ? ['--version'] : words[client.kind]);
  if (ran.status !== 0) return ran.tail.trim().split('\n').at(-1) || 'it does not answer';
  const version = `${client.kind} ${/[\d.]+\S*/.exec(ran.stdout.trim().split('\n')[0] ?? '')?.[0] ?? ''}`.trim();
  return { ...client, version, builders: client.kind === 'docker' ? await findBuilders(client) : ['native'] };
}

/** From client 23 on, BuildKit is a plugin of its own, which may be missing. */
async function findBuilders(client: Unasked): Promise<readonly Builder[]> {
  const { stdout } = await runClient(client, ['version', '--format', '{{.Client.Version}}']);
  const isEmbedded = Number.parseInt(stdout, 10) < 23;
  if (isEmbedded) return ['classic', 'buildkit'];
  const plugin = await runClient(client, ['buildx', 'version']);
  return plugin.status === 0 ? ['classic', 'buildkit'] : ['classic'];
}

/** Runs the client. Never throws. */
export function runClient(client: Unasked, words: readonly string[], signal?: AbortSignal): Promise<Ran> {
  return runProcess([client.program, ...words], { directory: '/', environment: client.environment, signal });
}

/** Images by `name:tag`, with their ids; those without a name are not in it. */
export async function listImages(client: EngineClient): Promise<ReadonlyMap<string, string>> {
  const name = client.kind === 'buildah' ? '{{.Name}}:{{.Tag}}' : '{{.Repository}}:{{.Tag}}';
  const { stdout } = await runClient(client, ['images', '--no-trunc', '--format', `${name} {{.ID}}`]);
  const pairs = stdout.split('\n').map((line) => line.trim().split(' '));
  return new Map(pairs.flatMap(([key = '', id]) => (id && !key.includes('<none>') ? [[key, toId(id)] as const] : [])));
}

/** The ids of all images, those without a name and those below others too. */
export async function listImageIds(client: EngineClient): Promise<readonly string[]> {
  const { stdout } = await runClient(client, ['images', '--all', '--quiet', '--no-trunc']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(toId);
}

/** The id of an image, or `undefined` when the engine has none of that name. */
export async function findImage(client: EngineClient, name: string): Promise<string | undefined> {
  const words =
    client.kind === 'buildah'
      ? ['inspect', '--type', 'image', '--format', '{{.FromImageID}}', name]
      : ['image', 'inspect', '--format', '{{.Id}}', name];
  const { status, stdout } = await runClient(client, words);
  return status === 0 ? toId(stdout.trim()) : undefined;
}

/** Writes an image to an archive. */
export function saveImage(
  client: EngineClient,
  id: string,
  { path, signal }: { path: string; signal?: AbortSignal },
): Promise<Ran> {
  const words = {
    docker: ['save', '--output', path, id],
    podman: ['save', '--quiet', '--format', 'docker-archive', '--output', path, id],
    buildah: ['push', '--quiet', id, `docker-archive:${path}`],
  };
  return runClient(client, words[client.kind], signal);
}

/** Removes containers that carry a label; those beside Buildah are Podman's. Buildah's own working containers carry none and stay. */
export async function removeContainers(given: EngineClient, label: string): Promise<void> {
  const client: Unasked = given.kind === 'buildah' ? { ...given, kind: 'podman', program: 'podman' } : given;
  const { stdout } = await runClient(client, ['ps', '--all', '--quiet', '--filter', `label=${label}`]);
  const ids = stdout.split('\n').filter((line) => line !== '');
  if (ids.length > 0) await runClient(client, ['rm', '--force', '--volumes', ...ids]);
}

/** Removes images by name or id; those that are gone already are no error. */
export async function removeImages(client: EngineClient, names: readonly string[]): Promise<void> {
  for (const name of names)
    await runClient(client, client.kind === 'buildah' ? ['rmi', '--force', name] : ['image', 'rm', '--force', name]);
}

/** An id without the name of its hash, as every client takes it. */
export function toId(text: string): string {
  return text.replace(/^sha256:/, '');
}
