import type { PlanOptions } from '../model/draft.ts';
import type { ProjectFile, ProjectFiles } from '../model/project.ts';
import { SETTINGS_FILE } from '../model/settings.ts';

/** What nothing runs. */
const DOCUMENT = /\.(?:md|markdown)$|(?:^|\/)README$/i;
/** An engine's name, where it is that of a variable in braces, what it is part of, and the word behind it. */
const ENGINE = /(?<brace>\$\{)?(?:docker|podman|nerdctl|buildah)(?<rest>[\w./:@=-]*)(?<verb>[)}]?[ \t]+[a-z]+(?![\w-]))?/gi;
/**
 * What may stand behind an engine's name where that is a command, or a variable that is one: `docker.exe`, `$DOCKER_CMD`,
 * `${DOCKER:-docker}`. Behind anything else the name is that of a file, an image or a key.
 */
const COMMAND_REST = /^(?:\.exe|-buildx|-compose|_?CMD|_BIN|_COMMAND)?$/i;
const BRACED_REST = /^(?:_?CMD|_BIN|_COMMAND)?:?[-=]/i;
/** Verbs that bring nothing out of an image or a container. */
const INWARD = /^[)}]?[ \t]+(?:build|pull|push|login|logout|info|version|tag)$/;
const BUILD = /[ \t]build$/;
const FROM = /^[ \t]*FROM[ \t]+\S/im;
const ALIAS = /^[ \t]*FROM[ \t].*[ \t]AS[ \t]+(?<name>\S+)/gim;
const COPIED_FROM = /\bfrom=["']?(?<name>[^\s,"']+)/gi;

/**
 * Whether the pattern can be in a repository at all, told from its texts alone. Something that goes from one image to another leaves the
 * first by an engine's command, or by the build of a second image. So there is none where an engine is only called to build, once, the
 * one Dockerfile there is, to move images between names and registries, or not at all. An engine that is not named as one, or whose
 * verb is not spelled out behind it, may do anything. Documents count where files were named to be followed, for they may be among them.
 *
 * It spares most of a fleet's repositories from being parsed: what it costs is one search in each text.
 */
export function mayHoldPattern({ files, tree }: ProjectFiles, { entries, assume, chains, nameStages }: PlanOptions): boolean {
  if (tree.has(SETTINGS_FILE) || (assume?.length ?? 0) > 0 || chains || nameStages) return true;
  const texts = [...files.values()].filter(({ path }) => entries !== undefined || !DOCUMENT.test(path));
  const dockerfiles = texts.filter(({ text }) => FROM.test(text));
  if (dockerfiles.length > 1 || dockerfiles.some(takesFromElsewhere)) return true;
  let builds = 0;
  for (const { text } of texts) {
    for (const { groups } of text.matchAll(ENGINE)) {
      const { brace, rest = '', verb = '' } = groups ?? {};
      if (!COMMAND_REST.test(rest) && !(brace && BRACED_REST.test(rest))) continue;
      if (!INWARD.test(verb)) return true;
      if (BUILD.test(verb)) builds += 1;
    }
  }
  return builds > 1;
}

/** Whether it copies from, or mounts, what is no stage of its own. */
function takesFromElsewhere({ text }: ProjectFile): boolean {
  const stages = new Set([...text.matchAll(ALIAS)].map(({ groups }) => groups?.name?.toLowerCase()));
  return [...text.matchAll(COPIED_FROM)].some(
    ({ groups }) => !stages.has(groups?.name?.toLowerCase()) && !/^\d+$/.test(groups?.name ?? ''),
  );
}
