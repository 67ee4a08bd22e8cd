import type { ProjectFile } from '../../model/project.ts';
import type { HostScript } from '../../model/script-host.ts';
import { readCircleci } from './circleci.ts';
import { readGithubWorkflow } from './github-workflow.ts';
import { readGitlabCi } from './gitlab-ci.ts';
import { HOST_LIMITS } from './host-limits.ts';
import { readJenkinsfile } from './jenkinsfile.ts';
import { readMakefile } from './makefile.ts';
import { readMarkdown } from './markdown.ts';
import { readPackageJson } from './package-json.ts';
import { readTaskfile } from './taskfile.ts';
import { readTravis } from './travis.ts';

type ReadHost = (file: ProjectFile) => HostScript | undefined;

/** The reader of each kind of file, by its path; the first that fits reads. */
const HOSTS: readonly (readonly [RegExp, ReadHost])[] = [
  [/(?:^|\/)(?:GNU)?makefile(?:[._-][^/]*)?$|\.(?:mk|mak|make)$/i, readMakefile],
  [/(?:^|\/)package\.json$/, readPackageJson],
  [/(?:^|\/)\.gitlab-ci[^/]*\.ya?ml$/, readGitlabCi],
  [/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/, readGithubWorkflow],
  [/(?:^|\/)\.travis\.ya?ml$/, readTravis],
  [/(?:^|\/)\.circleci\/[^/]+\.ya?ml$/, readCircleci],
  [/(?:^|\/)Jenkinsfile[^/]*$|\.jenkinsfile$/i, readJenkinsfile],
  [/(?:^|\/)Taskfile(?:\.dist)?\.ya?ml$/i, readTaskfile],
  [/(?:^|\/)README[^/]*$|\.(?:md|markdown)$/i, readMarkdown],
];

/** The shell in those files that are no shell scripts and have a reader, by path. */
export function readHostScripts(files: Iterable<ProjectFile>): ReadonlyMap<string, HostScript> {
  const found = new Map<string, HostScript>();
  for (const file of files) {
    const script = HOSTS.find(([pattern]) => pattern.test(file.path))?.[1](file);
    if (script) found.set(file.path, isTooMuch(script, file) ? { ...script, sections: [], isCut: true } : script);
  }
  return found;
}

/** What a section costs besides its blocks, as so many of them. */
const OWN_COST = 200;

/** Each section is read in a text as long as the file, and each block starts with a copy of the variables. */
function isTooMuch({ sections }: HostScript, { text }: ProjectFile): boolean {
  const copies = sections.reduce((sum, { blocks, variables }) => sum + (blocks.length + OWN_COST) * variables.length, 0);
  return sections.length * text.length > HOST_LIMITS.drawn || copies > HOST_LIMITS.copies;
}
