import { createHash } from 'node:crypto';
import { findRole } from '../discover/find-role.ts';
import type { FilePlan, PipelinePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Shape } from '../report/batch/batch-report.ts';
import { readSpan } from '../report/places.ts';

/** Words of commands that say what is done; every other word names something. */
const VERBS = new Set(
  [
    'docker podman nerdctl buildah container image buildx build bud create run start wait stop kill cp rm rmi tag push pull save load',
    'export import logs exec commit login sudo env time command mkdir rmdir mv ln touch chmod chown tar gzip gunzip zip unzip cat tee',
    'install rsync sed strip upx mktemp basename dirname cd pushd popd set unset local readonly trap test eval source sh bash git make',
    'true false for while if then else fi do done case esac function return exit',
    'FROM COPY ADD RUN AS',
  ].flatMap((line) => line.split(' ')),
);
/** What a script says or remembers has no part in the conversion. */
const INERT = /^\s*(?:(?:echo|printf|set|:|true|cd|pushd|popd|export|readonly|local|unset|exit)(?=\s|$)|[A-Za-z_]\w*=(?!\$\(|`))/;

/**
 * What a conversion does with everything that names something taken out: two repositories that differ in names only have one shape.
 * `undefined` where nothing is converted.
 *
 * @example
 * // docker cp extract:/src/app ./app   →   - docker cp …:/… …
 */
export function describeShape(pipeline: PipelinePlan, project: Project): Shape | undefined {
  const { outcome, applicability } = pipeline;
  if (outcome !== 'converted' && outcome !== 'partial') return undefined;
  const lines = [
    `${outcome}, ${applicability}`,
    `${pipeline.stages.length} stages`,
    ...pipeline.artifacts.map(
      ({ instruction, replaces }) => `${abstractLine(readSpan(project, replaces))} → ${abstractLine(instruction)}`,
    ),
    ...pipeline.script.dropped.map((command) => `- ${abstractLine(command)}`),
    ...pipeline.script.kept.filter((command) => !INERT.test(command)).map((command) => `  ${abstractLine(command)}`),
    ...pipeline.files.map(describeFile).sort(),
    ...findTransforms(pipeline.files).map((name) => `by ${name}`),
    ...[...new Set(pipeline.assumptions.map(({ kind }) => kind))].sort().map((kind) => `assumes ${kind}`),
    ...[...new Set(pipeline.diagnostics.map(({ code }) => code))].sort().map((code) => `says ${code}`),
    ...(pipeline.differs.length > 0 ? ['the image differs in files of the build'] : []),
  ];
  return { id: createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 10), lines };
}

/**
 * A command or an instruction without its names: verbs, options and operators stay, and of a path whether it is absolute, ends with
 * `/` or `/.`, or is the directory itself.
 */
export function abstractLine(text: string): string {
  const words =
    text.replace(/\\[ \t]*\r?\n/g, ' ').match(/\$\(|[()`;|&<>]+|(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|(?!\$\()[^\s"'()`;|&<>])+/g) ??
    [];
  return words.map((word) => (/^(?:\$\(|[()`;|&<>]+$)/.test(word) ? word : abstractWord(word))).join(' ');
}

function abstractWord(word: string): string {
  const bare = word.replace(/["']/g, '');
  if (VERBS.has(bare)) return bare;
  const option = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(bare);
  if (option)
    return option[2] === undefined ? bare : `${option[1]}=${option[1] === '--chown' ? option[2] : abstractName(option[2])}`;
  const assignment = /^[A-Za-z_]\w*=(.*)$/s.exec(bare);
  return assignment ? `…=${abstractName(assignment[1] ?? '')}` : abstractName(bare);
}

/** `extract:/src/app` → `…:/…`; a tag behind a colon is part of the name. */
function abstractName(name: string): string {
  const [, container, path] = /^([^/:]+):([/.$].*)$/s.exec(name) ?? [];
  if (container !== undefined && path !== undefined) return `…:${abstractPath(path)}`;
  return abstractPath(name);
}

function abstractPath(path: string): string {
  if (path === '') return '';
  const short = path.replace(/^(?:\.\/)+(?=.)/, '');
  if (/^(?:\.\.?|\.?\/|-)$/.test(short)) return short === './' ? '.' : short;
  const end = /\/\.?$/.exec(short)?.[0] ?? '';
  const glob = /[*?[]/.test(short) ? '*' : '';
  return `${short.startsWith('/') ? '/' : ''}…${glob}${end}`;
}

function describeFile({ kind, path }: FilePlan): string {
  return `${kind} ${findRole(path) ?? 'script'}`;
}

function findTransforms(files: readonly FilePlan[]): readonly string[] {
  const names = files.flatMap((file) => {
    if (file.kind === 'delete') return [];
    return file.parts.flatMap((part) => (part.kind === 'cut' ? part.edits.map(({ transform }) => transform) : []));
  });
  return [...new Set(names)].sort();
}
