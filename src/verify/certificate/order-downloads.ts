import { findBelow } from '../../model/host-path.ts';
import type { CopyStep, Image, TextStep } from '../reader/image.ts';

type Step = Image['steps'][number];

/** Downloads of named packages, which read no file of the sources and write outside of them. */
const DOWNLOAD =
  /^(?:apk add(?: (?:--no-cache|--update|--quiet|-[Uqu]|(?:--virtual|-t) \.?[\w-]+|[\w@][\w.@=~-]*))+|pip3? install(?: (?:--no-cache-dir|--upgrade|--quiet|-[Uq]|[\w@][\w.@=<>~-]*))+|go get(?: -[dvu])*(?: [\w-]+\.[\w.-]+\/[\w./-]+)+)$/;

/** Places that packages and package managers write to or read from. */
const OF_THE_SYSTEM = /^\/(?:etc|usr(?!\/(?:local\/)?src(?:\/|$))|lib\w*|s?bin|var|root|dev|proc|sys|run)?(?:\/|$)/;

/**
 * The steps with each download of named packages in front of the copies of plain files that stand directly above it: both orders give
 * the same image. Such a download at the start of a `RUN` is a step of its own, since it leaves nothing to the shell behind it.
 */
export function orderDownloads(steps: Image['steps']): Image['steps'] {
  if (!steps.some(isDownload)) return steps;
  const ordered: Step[] = [];
  for (const step of steps) {
    const [download, rest] = isDownload(step) ? partDownload(step) : [undefined, step];
    if (download) {
      let at = ordered.length;
      while (at > 0 && mayStandBehind(download, ordered[at - 1])) at -= 1;
      ordered.splice(at, 0, download);
    }
    if (rest) ordered.push(rest);
  }
  return ordered;
}

function isDownload(step: Step): step is TextStep {
  return step.kind === 'text' && step.work === undefined && partDownload(step)[0] !== undefined;
}

/** The download that a `RUN` starts with, and the rest. */
function partDownload(step: TextStep): readonly [TextStep | undefined, TextStep | undefined] {
  const [, first = '', rest] = /^RUN ([^&|;<>`$*?#]+?)(?:\s*&&\s*([^;#]+))?$/s.exec(step.text) ?? [];
  const text = first.replace(/\s+/g, ' ').trim();
  const isSafe = DOWNLOAD.test(text) && (!text.startsWith('go ') || / -d /.test(text)) && !rest?.includes('||');
  if (!isSafe) return [undefined, step];
  return [{ ...step, text: `RUN ${text}` }, rest === undefined ? undefined : { ...step, text: `RUN ${rest}` }];
}

/** Whether a copy brings plain files of the repository to places of their own, which the download does not look at. */
function mayStandBehind({ text }: TextStep, step: Step | undefined): boolean {
  if (step?.kind !== 'copy' || step.origin.kind !== 'context' || step.origin.fact.isDirectory !== false) return false;
  const isModule = step.origin.files.some((path) => /(?:^|\/)go\.(?:mod|sum)$/.test(path));
  const isApart = step.file.split('|').every((path) => path.startsWith('/') && !OF_THE_SYSTEM.test(path));
  return isApart && !(text.startsWith('RUN go ') && (isModule || namesOwn(text, step)));
}

/** Whether `go get` names a package that the copied file is a part of, or the other way round. */
function namesOwn(text: string, { file }: CopyStep): boolean {
  const own = file
    .split('|')[0]
    ?.split('/src/')[1]
    ?.replace(/\/[^/]*$/, '');
  const packages = text.split(' ').filter((word) => word.includes('/'));
  return own !== undefined && packages.some((name) => findBelow(name, own) !== undefined || findBelow(own, name) !== undefined);
}
