import { ROOT_IMAGES } from '../../model/root-images.ts';
import type { Image, TextStep } from './image.ts';

/** Commands that give files to someone, or unpack owners. */
const GIVES_AWAY =
  /\b(?:chown|chgrp|useradd|adduser|su|sudo|gosu|su-exec|setpriv|runuser|rsync|cpio|bsdtar)\b|\btar\b[^|;&]*\s-?-?(?:x|[a-z]*x[a-z]*\b|extract)|\binstall\b[^|;&]*\s(?:-[a-zA-Z]*[og]\b|--owner|--group)|\bcp\b[^|;&]*\s(?:-[a-zA-Z]*[apd]|--preserve|--archive)/;

/** Commands that create files as who runs them. */
const PLAIN = new Set(
  (
    'go npm npx yarn pnpm mvn gradle cargo gcc g++ cc c++ clang ld ar strip make cmake apk apt apt-get yum dnf microdnf pip pip3 bundle gem composer mkdir cd cp mv ln rm ' +
    'echo printf cat touch chmod test [ true : set export sed awk sort uniq sha256sum md5sum tr head tail cut grep find ls pwd basename dirname sleep wc date node python python3 ruby perl java ' +
    'ng tsc webpack vite hugo dotnet rustc rustup javac jar lein curl wget git unzip gzip gunzip upx tar zip dd tee sh bash cp'
  ).split(' '),
);

/** Whether all that an image holds belongs to root; `undefined` when a program runs that nobody knows. */
export function isRootOwned(image: Image): boolean | undefined {
  const base = typeof image.base === 'string' ? isRootBase(image.base) : isRootOwned(image.base);
  const answers = [
    base,
    ...image.steps.map((step) =>
      step.kind === 'text' ? isPlain(step) : step.owner === '0:0' && !step.manner.includes('unpack'),
    ),
  ];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Whether directories made in the image have mode 0755 for certain: only known programs ran, and none that sets modes. */
export function hasPlainModes(image: Image): boolean {
  const setsModes = (step: Image['steps'][number]) =>
    step.kind === 'text' &&
    /\b(?:chmod|umask|install|unzip|git|make|cmake)\b|\bmkdir\b[^&|;]*\s(?:-m|--mode)|\btar\b/.test(step.text);
  const isBase = typeof image.base === 'string';
  return (
    !isBase &&
    (typeof image.base === 'string' || typeof image.base.base === 'string' || hasPlainModes(image.base)) &&
    isRootOwned({ ...image, base: 'alpine' }) !== undefined &&
    !image.steps.some(setsModes)
  );
}

function isRootBase(name: string): boolean {
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
