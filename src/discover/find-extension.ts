import { findBasename } from '../model/project.ts';

/** The extension without its dot, lower case; `undefined` for `build` and for `.envrc`. */
export function findExtension(path: string): string | undefined {
  return /[^.]\.([^.]+)$/.exec(findBasename(path))?.[1]?.toLowerCase();
}

/** Whether an extension says that a file is a program in another language, data or media. */
export function isOtherExtension(extension: string): boolean {
  return OTHER_EXTENSIONS.has(extension);
}

/** Programs in other languages, data and media: what is never a shell script, so that it is not even looked at. */
const OTHER_EXTENSIONS = new Set(
  [
    'adoc asm bat c cc clj cmd conf cpp cs css csv cxx dart erl ex exs fish go gradle graphql groovy h hcl hpp hs htm html ini',
    'java js json jsx kt less lock lua m map mjs cjs ml mod mts php pl pm po properties proto ps1 py pyi r rb rs rst sass scala',
    'scss sql sum svelte swift tex tf toml ts tsx txt vue xml yaml yml zsh',
    '7z a bin bmp bz2 class db deb dll dylib eot exe gif gz ico jar jpeg jpg mo mp3 mp4 o obj ogg otf pdf png psd pyc rar rpm so',
    'svg tar tgz tif tiff ttf war wasm wav webm webp whl woff woff2 xz zip zst',
  ].flatMap((line) => line.split(' ')),
);
