import { matchesGlob } from '../../../verify/engine/glob.ts';
import { makeDirectoryNode, type Node, type Tree } from './file-tree.ts';

/** The part of an image's configuration that the model knows. */
export interface Config {
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly directory: string;
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
}

export interface Image {
  readonly tree: Tree;
  readonly config: Config;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const FOLDERS = [
  '/',
  '/bin',
  '/etc',
  '/home',
  '/home/node',
  '/opt',
  '/srv',
  '/usr',
  '/usr/bin',
  '/usr/local',
  '/usr/local/bin',
  '/usr/share',
  '/usr/src',
  '/var',
  '/var/lib',
  '/var/www',
];

/** A base image: directories, users, and a file that tells it from any other. */
export function makeBase(name: string): Image {
  const tree: Tree = new Map(FOLDERS.map((path) => [path, makeDirectoryNode()]));
  tree.set('/root', makeDirectoryNode(0o700));
  tree.set('/tmp', makeDirectoryNode(0o1777));
  tree.set('/home/node', makeDirectoryNode(0o755, 1000, 1000));
  tree.set('/etc/passwd', { type: 'file', mode: 0o644, uid: 0, gid: 0, content: 'root node app' });
  tree.set('/etc/stand-in', { type: 'file', mode: 0o644, uid: 0, gid: 0, content: `${name}\n` });
  const isGo = name.startsWith('golang');
  if (isGo) for (const path of ['/go', '/go/src', '/go/bin']) tree.set(path, makeDirectoryNode(0o777));
  if (name.startsWith('nginx'))
    for (const path of ['/usr/share/nginx', '/usr/share/nginx/html']) tree.set(path, makeDirectoryNode());
  const env = isGo ? { PATH: `/go/bin:/usr/local/go/bin:${PATH}`, GOPATH: '/go' } : { PATH };
  return {
    tree,
    config: { env, command: ['sh'], entrypoint: undefined, directory: isGo ? '/go' : '/', user: '', labels: {}, ports: [] },
  };
}

/** `FROM scratch`. */
export const SCRATCH: Image = {
  tree: new Map([['/', makeDirectoryNode()]]),
  config: { env: {}, command: undefined, entrypoint: undefined, directory: '/', user: '', labels: {}, ports: [] },
};

/** One line for each thing that is not the same, paths that match one of the patterns left out. */
export function compareModels(left: Image, right: Image, except: readonly string[]): readonly string[] {
  const paths = [...new Set([...left.tree.keys(), ...right.tree.keys()])].sort();
  const files = paths.flatMap((path) => {
    const [before, after] = [show(left.tree.get(path)), show(right.tree.get(path))];
    return before === after || except.some((pattern) => matchesGlob(pattern, path)) ? [] : [`${path}: ${before} → ${after}`];
  });
  const [before, after] = [showConfig(left.config), showConfig(right.config)];
  const settings = before === after ? [] : [`configuration: ${before} → ${after}`];
  const orders = [left, right].map(({ config }) => Object.keys(config.env).join(' '));
  const order = settings.length > 0 || orders[0] === orders[1] ? [] : [`order of the variables: ${orders.join(' → ')}`];
  return [...files, ...settings, ...order];
}

/** With the variables in the order of their names. */
function showConfig(config: Config): string {
  const env = Object.fromEntries(Object.entries(config.env).sort(([left], [right]) => (left < right ? -1 : 1)));
  return JSON.stringify({ ...config, env });
}

function show(node: Node | undefined): string {
  return node ? `${node.type} ${node.mode.toString(8)} ${node.uid}:${node.gid} ${JSON.stringify(node.content)}` : 'nothing';
}
