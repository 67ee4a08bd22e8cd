import type { CatalogueEntry } from '../diagnostic-catalogue.ts';

/** Diagnostics about what stands between two builds, and about what becomes of the script. */
export const PLANNING_FLOW_CATALOGUE = {
  'flow/conditional-producer': {
    title: 'An image is built only under a test, and the image made from it is built without that test.',
    why: 'One multi-stage build always builds every stage it needs. Where the script may skip the first build and go on with an image or a file of an earlier run, the two are not the same.',
    next: 'Put both builds under the same test, or take the test away.',
  },
  'flow/shared-directory': {
    title: 'A container that stays works on a directory that another one wrote into.',
    why: 'The work of the earlier container moves into the build, where nothing is written to the host. The later container would find the directory as the repository has it.',
    next: 'Do the later work in the Dockerfile too, or in a script of its own.',
  },
  'flow/between-starts': {
    title: 'One start takes a file out of a container, and another one builds from it.',
    why: 'restage reads each script, target or job that people start by itself, from a clean checkout. The build needs a file that a clean checkout lacks and that only the other start leaves behind, so nothing says that the two belong together, or in which order they run.',
    next: 'Let one script or target do both: call the first from the second, or make it a prerequisite. Then run restage again.',
  },
  'flow/between-jobs': {
    title: 'Two jobs share the work, and one of them cannot do it alone.',
    why: 'Where one job of a pipeline copies a file out of an image and a later one builds from it, the later job builds both stages after the conversion. It has a checkout, variables and an engine of its own, so what the earlier job prepared is not there.',
    next: 'Do the whole round trip in one job, or move the preparation into the Dockerfile, then run restage again.',
  },
  'context/changed-between': {
    title: 'A file that the first image is built from is changed before the second build.',
    why: 'In a multi-stage build both stages see one context. A command that changes a file in between would now run before the first stage, or too late for it.',
    next: 'Move the command in front of the first build or behind the last one, then run restage again.',
  },
  'context/outside': {
    title: 'The two builds have no common context.',
    why: 'A build context is one directory. Where one of the old contexts is not a known directory of the repository, no directory holds what both stages copy.',
    next: 'Build both images from directories of the repository.',
  },
  'context/ignore-differs': {
    title: 'One ignore file would now hold for both builds, and it hides what one of them copies.',
    why: 'A merged build reads one `.dockerignore`. Rules that the old build of one stage never saw would change what that stage copies.',
    next: 'Make the rules of the two ignore files independent of each other, or build both images from one context.',
  },
  'argument/proxy-differs': {
    title: 'The two builds get different values for one predefined build argument.',
    why: 'Proxy arguments reach every `RUN` undeclared and cannot be renamed, and one build has only one value for each.',
    next: 'Give both builds the same proxy.',
  },
  'argument/cannot-rename': {
    title: 'A build argument means different things in the two builds and cannot be renamed.',
    why: 'A merged build gives one value to every stage that declares the name. restage renames one side, but not where programs may read the name from their environment without the Dockerfile spelling it.',
    next: 'Give the argument another name in one of the two Dockerfiles.',
  },
  'script/cannot-drop': {
    title: 'A command of the old round trip cannot be taken out of the script.',
    why: 'Something that stays depends on it: a container that is also used for another purpose, a variable that a kept command reads, or a place in the script that cannot be left empty.',
    next: 'Take that use out of the script, or convert by hand.',
  },
  'script/target-kept': {
    title: 'A target that the old round trip ran on its way stays, because people start it by itself.',
    why: 'Somebody who types `make binary` wants the file on the host. The target keeps doing that; only the target that builds the image no longer needs it.',
    next: 'Nothing to do. Take the target and its Dockerfile out by hand once nobody runs it any more.',
  },
  'script/dockerfile-kept': {
    title: 'A Dockerfile stays because a command works on it, and no build of the conversion reads it any more.',
    why: 'What it says stands in the merged Dockerfile now. A command that changes the old file, such as `sed -i` on a version, no longer changes what is built.',
    next: 'Let the command work on the merged Dockerfile, then take the old file out by hand.',
  },
  'script/artifact-read-elsewhere': {
    title: 'Another target takes a file that only the old round trip leaves on the host.',
    why: 'Such a target works when it is run behind the one that builds the image. In a multi-stage build the file never reaches the host, so that target would stop working.',
    next: 'Let that target make its file itself, or take the command out, then run restage again.',
  },
  'script/named-in-document': {
    title: 'A document names a file that is gone.',
    why: 'Prose is for people, so restage leaves it as it is unless the document is named on the command line. Here it tells them to use a file that the conversion takes away.',
    next: 'Adapt the document by hand, or name it: `restage plan README.md` converts the commands in its code blocks.',
  },
  'script/several-readings': {
    title: 'Two scripts would turn one Dockerfile into two different files.',
    why: 'A Dockerfile can hold only one set of stages. Where two scripts build it from different producers, one of them has to change first.',
    next: 'Name the script to convert: `restage plan path/to/script.sh`.',
  },
} satisfies Record<string, CatalogueEntry>;
