import { findBelow } from '../../model/host-path.ts';
import { ROOT_IMAGES } from '../../model/root-images.ts';
import type { Image, TextStep } from './image.ts';

/** Commands that give files to someone, or unpack owners. */
const GIVES_AWAY =
  /\b(?:chown|chgrp|useradd|adduser|su|sudo|gosu|su-exec|setpriv|runuser|rsync|cpio|bsdtar)\b|\btar\b[^|;&]*\s-?-?(?:x|[a-z]*x[a-z]*\b|extract)|\binstall\b[^|;&]*\s(?:-[a-zA-Z]*[og]\b|--owner|--group)|\bcp\b[^|;&]*\s(?:-[a-zA-Z]*[apd]|--preserve|--archive)/;

/** Commands that create files as who runs them. */
const PLAIN = new Set(
  (
    'go npm npx yarn pnpm mvn gradle cargo gcc g++ cc c++ clang ld ar strip apk apt apt-get yum dnf microdnf pip pip3 mkdir cd cp mv ln rm echo printf cat touch chmod ' +
    'test [ true : set export sed awk sort uniq sha256sum md5sum tr head tail cut grep find ls pwd basename dirname sleep wc date ng tsc webpack vite hugo dotnet rustc ' +
    'rustup javac jar lein curl wget gzip gunzip upx zip tee'
  ).split(' '),
);

/** Directories in which distributions keep files of other users. */
const SHARED = /^\/(?:$|etc$|usr$|(?:var|run|home)(?:$|\/))|dist-packages/;

/** Whether what an image holds at a path belongs to root; `undefined` when a program runs that nobody knows. */
export function isRootOwned(image: Image, path: string): boolean | undefined {
  const isRoot = isMadeByRoot(image);
  return isRoot && (SHARED.test(path) || holdsPackages(image, path)) ? undefined : isRoot;
}

function isMadeByRoot(image: Image): boolean | undefined {
  const base = typeof image.base === 'string' ? isRootBase(image.base) : isMadeByRoot(image.base);
  const isPlainStep = (step: Image['steps'][number]) =>
    step.kind === 'text'
      ? isPlain(step)
      : step.owner === 'unclear'
        ? undefined
        : step.owner === '0:0' && !step.manner.includes('unpack');
  const answers = [base, ...image.steps.map(isPlainStep)];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Whether `npm` and its like, which may keep the owners that packages were published with, ran at or below a path. */
function holdsPackages(image: Image, path: string): boolean {
  if (typeof image.base === 'string') return false;
  let directory = image.base.workdir;
  const ran = image.steps.some((step) => {
    if (step.kind === 'text' && step.text.startsWith('WORKDIR ')) directory = step.text.slice(8);
    const isInstall = step.kind === 'text' && /^RUN .*\b(?:npm|yarn|pnpm)\b/s.test(step.text);
    return (
      isInstall &&
      (/node_modules/.test(path) || /\bcd\b|--prefix|--cwd|-C\b/.test(step.text) || findBelow(path, directory) !== undefined)
    );
  });
  return ran || holdsPackages(image.base, path);
}

/** Whether directories made in the image have mode 0755 for certain: only known programs ran, and none that sets modes. */
export function hasPlainModes(image: Image): boolean {
  const setsModes = (step: Image['steps'][number]) =>
    step.kind === 'text' &&
    step.text.startsWith('RUN ') &&
    /\b(?:chmod|umask|install|unzip|git|make|cmake)\b|\bmkdir\b[^&|;]*\s(?:-m|--mode)|\btar\b/.test(step.text);
  const isBase = typeof image.base === 'string';
  return (
    !isBase &&
    (typeof image.base === 'string' || typeof image.base.base === 'string' || hasPlainModes(image.base)) &&
    isMadeByRoot({ ...image, base: 'alpine' }) !== undefined &&
    !image.steps.some(setsModes)
  );
}

/** `chmod 755`, `chmod +x`, and the packing of archives: nobody but the owner may write afterwards. */
const NARROW = /\bchmod (?:-R )?(?:0?[0-7][0145][0145]|[ugoa]*\+[rxX]+|[ugoa]*-[rwx]+)(?=\s)|\btar -?[vfzjJ]*c/g;

/** Whether nothing that was made in the image lets others than its owner write, so that the umask of 022 takes nothing off. */
export function hasNarrowModes(image: Image): boolean {
  const narrow = (step: Image['steps'][number]) =>
    step.kind === 'text' ? { ...step, text: step.text.replace(NARROW, 'true') } : step;
  const clean = (each: Image): Image => ({
    ...each,
    base: typeof each.base === 'string' ? each.base : clean(each.base),
    steps: each.steps.map(narrow),
  });
  return hasPlainModes(clean(image));
}

/** Whether a pulled image is an official one that runs as root. */
export function isRootBase(name: string): boolean {
  return ROOT_IMAGES.has(name.replace(/ .*$/, '').replace(/[:@][^/]*$/, ''));
}

function isPlain(step: TextStep): boolean | undefined {
  const text = step.text.replace(/⟦[^⟧]*⟧/g, 'VALUE');
  if (/^USER /.test(text)) return /^USER (?:root|0)(?::(?:root|0))?$/.test(text);
  if (/^(?:ONBUILD|SHELL) /.test(text)) return false;
  if (!text.startsWith('RUN ')) return true;
  if (GIVES_AWAY.test(text)) return false;
  if (/[`<]|\$\(|--mount/.test(text.replace(/\s<\s/g, ' '))) return undefined;
  const commands = text.slice(4).split(/&&|\|\||[;|\n]/);
  const programs = commands.map((command) =>
    command
      .replace(/^[\s({!]+/, '')
      .split(/\s+/)
      .find((word) => word !== '' && !/^\w+=/.test(word)),
  );
  const isKnown = (program: string | undefined) =>
    program === undefined || PLAIN.has(program.replace(/^(?:\/usr)?(?:\/local)?\/bin\//, ''));
  return programs.every(isKnown) ? true : undefined;
}
