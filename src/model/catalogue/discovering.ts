import type { CatalogueEntry } from '../diagnostic-catalogue.ts';

/** Diagnostics about finding and reading the files of a repository. */
export const DISCOVERING_CATALOGUE = {
  'file/git-failed': {
    title: 'git did not list the files of the repository.',
    why: 'In a git repository restage looks at the files that git tracks or would track. git is not installed, refuses the repository (another user owns it), or the repository is damaged; the directory was walked instead, so files that git ignores count too.',
    next: 'Run `git ls-files` in the directory and mend what it says. For a repository of another user, `git config --global --add safe.directory DIRECTORY` tells git that you trust it.',
  },
  'file/too-many': {
    title: 'The repository holds more files than restage looks at.',
    why: 'The number of paths, and of files opened to see whether they are scripts, has a bound so that time and memory have one. Files nearest to the root come first; what lies deeper was not seen.',
    next: 'Run restage on the directory that holds the Dockerfiles and the script.',
  },
  'file/too-much-text': {
    title: 'The Dockerfiles, scripts and documents together are larger than restage reads.',
    why: 'The text held in memory has a bound. Dockerfiles, scripts and what calls them are read before documents.',
    next: 'Run restage on the directory that holds the Dockerfiles and the script.',
  },
  'file/too-large': {
    title: 'A file that looks like a Dockerfile or a script is too large to read.',
    why: 'No script that people write is larger than a mebibyte, and no Dockerfile, CI file or `package.json` larger than a quarter of one; such a file is data, or an installer with its payload behind it. So is a Makefile or CI file with thousands of targets, jobs or variables: its commands are not followed.',
    next: 'Nothing to do when it is data. A script that carries a payload has to be converted by hand.',
  },
  'file/binary': {
    title: 'A file that looks like a Dockerfile or a script is not text.',
    why: 'It holds NUL bytes near its start: a program, an archive, or text saved as UTF-16. An engine and a shell would not read it either.',
    next: 'Save it as UTF-8 when it is meant to be text.',
  },
  'file/wrong-encoding': {
    title: 'A file is not valid UTF-8.',
    why: 'restage writes back every byte it does not mean to change, and can only promise that for text it can decode.',
    next: 'Convert it, for instance with `iconv -f latin1 -t utf-8`, and run restage again.',
  },
  'file/unreadable': {
    title: 'A file or directory could not be read.',
    why: 'Its permissions forbid it, it is a link to nothing or to itself, its name is not valid UTF-8, or the disk reports an error. What it says about the build is unknown.',
    next: 'Make it readable and run restage again; or leave it when it has nothing to do with the build.',
  },
  'file/link-outside': {
    title: 'A link leads out of the repository.',
    why: 'restage reads nothing outside of the directory it was given, and nothing in `.git`: what the link shows is not part of the project and differs from machine to machine.',
    next: 'Replace the link by the file it stands for, or run restage on a directory that holds both.',
  },
  'file/not-regular': {
    title: 'Something that is not a file has the name of a Dockerfile or a script.',
    why: 'A named pipe, a socket or a device has no text of its own, and opening it may wait forever; a link with such a name may stand for a directory.',
    next: 'Remove or rename it when it should be a file.',
  },
  'file/bad-settings': {
    title: '`restage.config.json` does not say what it should.',
    why: 'The file describes commands that restage does not know. On half of what it means to say a conversion could be wrong, so nothing is planned. It is data: nothing in it is ever run.',
    next: 'Mend the place that the message names; `restage/config.schema.json` in the package checks it in an editor. Without the file restage plans as if nothing were described.',
  },
  'file/vanished': {
    title: 'A file was gone before it was read.',
    why: 'Something removed it while restage ran, so what was read may not fit together.',
    next: 'Run restage again when nothing else writes to the repository.',
  },
} satisfies Record<string, CatalogueEntry>;
