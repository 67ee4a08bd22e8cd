import type { CatalogueEntry } from '../diagnostic-catalogue.ts';

/** Diagnostics about images, stages and the artifacts that pass between them. */
export const PLANNING_IMAGES_CATALOGUE = {
  'artifact/ignored': {
    title: '`.dockerignore` leaves out a file that the build names.',
    why: 'The old build fails at this instruction, so there is no image that a conversion could equal.',
    next: 'Take the rule out of `.dockerignore`, then run restage again.',
  },
  'artifact/partly-ignored': {
    title: '`.dockerignore` leaves out a part of an extracted directory.',
    why: 'The directory went through the build context, which the ignore file filters. A copy from a stage is not filtered, so the image would hold more files than before.',
    next: 'Remove those files in a `RUN` of the builder Dockerfile and take the rule out of `.dockerignore`, then run restage again.',
  },
  'artifact/source-unknown': {
    title: 'What a `COPY` or `ADD` takes up is not known.',
    why: 'Some command may have put something else at that path. A `COPY --from` in its place would be a guess.',
    next: 'Make the path plain in the script, settle the unknown with `--assume`, or convert this step by hand.',
  },
  'artifact/made-at-run': {
    title: 'The artifact may be made when the container runs, and not when the image is built.',
    why: '`COPY --from` copies what the image holds. What a container writes while it runs, or gets through a mount, is not in the image.',
    next: 'Make the artifact in a `RUN` of the builder Dockerfile.',
  },
  'artifact/image-unread': {
    title: 'An artifact comes out of an image whose build could not be read.',
    why: 'The script builds the image from a Dockerfile that is not in the repository or that no engine takes, or from a context that is elsewhere. What it holds, and how to make a stage of it, cannot be told.',
    next: 'Mend or commit the Dockerfile that the other message names, then run restage again.',
  },
  'artifact/not-in-image': {
    title: 'The image cannot hold what is copied out of it.',
    why: 'A stage that starts `FROM scratch` has nothing but what it copies. The old `docker cp` fails, so there is no image that a conversion could equal.',
    next: 'Copy the path that the last stage has, or build the earlier stage with `--target`.',
  },
  'artifact/needed-on-host': {
    title: 'A command that stays needs the artifact on the host.',
    why: 'After the conversion nothing is copied to the host any more. restage can export it with `--output` where the path and the build are plain; here they are not.',
    next: 'Take the command out of the script, or keep the container for it in a script of its own.',
  },
  'artifact/name-unknown': {
    title: 'A directory also holds an artifact whose name on the host is not known.',
    why: 'A copy of the whole directory carried the artifact under a name that only a run of the script tells, so its own `COPY --from` has no destination.',
    next: 'Write the name in the script, or pass `--assume NAME=value` for the variable in it.',
  },
  'artifact/nested-or-not': {
    title: 'A path exists only when the script runs a second time.',
    why: '`docker cp` of a directory makes the target that directory when it is absent, and puts it inside when it is there. The script was written for one of the two, and nothing says for which.',
    next: 'Copy into a directory that exists (`mkdir` it first), or name the path as a clean checkout has it.',
  },
  'artifact/directory-mode': {
    title: 'A copy of a whole directory kept the mode of an extracted directory in it.',
    why: 'The wide copy takes directories as they are. A copy of the directory itself makes it with mode 0755, so the image would differ where the builder gives it another mode.',
    next: 'Copy that directory with an instruction of its own, which makes it 0755 in the old image as well, or give it mode 0755.',
  },
  'artifact/mode-changed': {
    title: 'The script changes the mode of an artifact on the host.',
    why: 'The mode can be set by a `RUN` in the stage, but this stage ends as another user than root or has no shell.',
    next: 'Set the mode in a `RUN` of the builder Dockerfile.',
  },
  'artifact/archive-kept': {
    title: 'An archive that a container printed is copied as a file.',
    why: 'The bytes of an archive hold times and an order of files that another build does not repeat, so no stage makes the same file.',
    next: 'Copy what is in the archive, or unpack it with `ADD`.',
  },
  'artifact/archive-from-image': {
    title: 'An archive that `ADD` unpacks comes from an image that nobody builds here.',
    why: '`COPY --from` does not unpack, `ADD` cannot copy from a stage, and restage does not know whether that image can run `tar`.',
    next: 'Unpack it in a `RUN` of a stage that starts from that image.',
  },
  'artifact/archive-pattern': {
    title: '`ADD` takes things up by a pattern, and archives may be among them.',
    why: '`ADD` unpacks every archive that a pattern hits. A copy from a stage unpacks none, and which archives there are only a run of the builder tells.',
    next: 'Name each archive in an `ADD` of its own. If there is none among them, write `COPY`.',
  },
  'path/type-unknown': {
    title: 'Whether a path is a file or a directory is not known, and it matters.',
    why: 'A renamed file needs its new name in the destination; the contents of a directory do not. Which of the two this is, nothing in the repository says.',
    next: 'Pass `--assume PATH=file` or `--assume PATH=dir`.',
  },
  'image/ambiguous': {
    title: 'A name means different images in different branches of the script.',
    why: 'A stage is built in one way. Where branches build the name differently, no single stage stands for it.',
    next: 'Build the image once, before the branches.',
  },
  'image/name-unknown': {
    title: 'An artifact comes from an image whose name is not known.',
    why: 'Engines read no variables behind `--from`, so the new instruction has to name the image itself.',
    next: 'Write the name of the image in the script, or pass `--assume NAME=value` for the variable in it.',
  },
  'image/builder-kept': {
    title: 'The builder image is still needed under its own tag.',
    why: 'Something pushes, tags, runs or names it. The script goes on building it, as a stage of the merged file, through `--target`.',
    next: 'Nothing to do. If nobody needs it any more, take the use out and run restage again.',
  },
  'image/not-proved': {
    title: 'The certificate could not establish that old and new images are equal.',
    why: 'An independent reader goes through the old and the new files and demands the same image. It met something that it does not follow, so the plan needs a review.',
    next: 'Read the diff at the named place. `restage apply --include-review` writes it.',
  },
  'image/differs': {
    title: 'The certificate found a difference between the old and the new image.',
    why: 'An independent reader of the old and the new files came to two different images, so the plan is withdrawn. Either the pattern has a corner that restage reads wrong, or the certificate does.',
    next: 'Please report the script; nothing was changed.',
  },
  'stage/escape-differs': {
    title: 'Two Dockerfiles use different escape characters.',
    why: 'The `# escape=` directive holds for a whole file, and a merged file has only one.',
    next: 'Take the directive out of one file and rewrite its continuations.',
  },
  'stage/edits-clash': {
    title: 'Two changes to one place of a file contradict each other.',
    why: 'Two rewrites want the same instruction to become different things. restage does not choose between them.',
    next: 'Please report the Dockerfiles; nothing was changed.',
  },
  'stage/same-file-twice': {
    title: 'One Dockerfile is built more than once on the way to one image.',
    why: 'Each build would be a stage of its own, made from the same text with other arguments or another target.',
    next: 'Give each build a Dockerfile of its own.',
  },
} satisfies Record<string, CatalogueEntry>;
