import type { CatalogueEntry } from '../diagnostic-catalogue.ts';

/** Diagnostics about what a script does. */
export const INTERPRETING_CATALOGUE = {
  'artifact/path-unknown': {
    title: 'Which file is copied out of the container is not known.',
    why: 'The path in `docker cp` holds a variable or the output of a command whose value the script alone does not tell, so no `COPY --from` can name it.',
    next: 'Write the path in the script, or tell restage the value: `--assume NAME=value`.',
  },
  'file/missing-dockerfile': {
    title: 'A Dockerfile that the script builds is not in the repository.',
    why: 'It may be generated, ignored by git, or the path may be wrong. What the image holds cannot be read.',
    next: 'Check the `-f` option and the directory the script runs in; commit the file if it is generated once.',
  },
  'context/not-a-directory': {
    title: 'The build context is a stream or an address.',
    why: '`docker build -` and `docker build https://…` take their context from somewhere that is not in the repository.',
    next: 'Nothing to do for that image; restage leaves the build alone.',
  },
  'flow/compose': {
    title: 'A step of the round trip runs through compose in a way that restage does not follow.',
    why: 'A compose file says which Dockerfile a service is built from and how its container runs. Where it holds variables, is laid over by another file, or uses settings that `docker build` and `docker run` have no word for, what the command does cannot be told; and what a build needs beside its service cannot be written into the command.',
    next: 'Write the values out in the compose file, or call `docker build` and `docker run` in the script, then run restage again.',
  },
  'flow/cache-dropped': {
    title: 'A volume that looks like a cache is left out.',
    why: 'A cache of downloads makes a build faster and its result no different. A stage keeps such files in its own layers, so the volume has nothing to do any more.',
    next: 'Nothing to do. If the volume holds more than a cache, convert this container by hand.',
  },
  'image/committed': {
    title: 'An image is made by `docker commit`, in a way that no Dockerfile says.',
    why: 'restage writes the Dockerfile that does what led to the commit: what was copied into the container, what its command did, how it was started. Where one of these is not known (a `docker exec`, a mount, a server that ran, a value that only a run computes), the image is left alone.',
    next: 'Write a Dockerfile for this image, and build it in place of the commit.',
  },
  'flow/inner-build': {
    title: 'A container builds an image itself, in a way that cannot be followed.',
    why: 'The container has the socket of the engine and runs `docker build` in it. restage follows that where the command is spelled out (in the script, or in the `CMD` of the image), is the last thing the container does, and builds a Dockerfile that was copied into the image.',
    next: 'Spell the command out, or move the `docker build` into the script.',
  },
  'flow/too-long': {
    title: 'The script runs too many commands.',
    why: 'restage unrolls loops over known lists, follows targets that need others, and keeps which build takes up which artifact; past a bound it stops rather than guess or take minutes.',
    next: 'Name a smaller script, or convert by hand.',
  },
} satisfies Record<string, CatalogueEntry>;
