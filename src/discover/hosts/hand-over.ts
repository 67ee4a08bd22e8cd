import type { Node } from 'yaml';
import { joinPath, normalise } from '../../model/host-path.ts';
import { findBasename } from '../../model/project.ts';
import type { JobFiles, ReceivedFiles, ScriptSection } from '../../model/script-host.ts';
import { findContentEnd } from './find-item.ts';
import type { YamlFile } from './yaml-nodes.ts';

/** Files that a job gives to others by a step of its host. */
export interface Upload {
  readonly job: string;
  /** What others ask for it by; `undefined` where it has no name. */
  readonly name: string | undefined;
  readonly paths: readonly string[];
  /** The step. */
  readonly node: Node;
}

/** A step that fetches such files. */
export interface Download {
  readonly job: string;
  /** `undefined` for all there are. */
  readonly name: string | undefined;
  /** The directory they are put into. */
  readonly directory: string;
  readonly node: Node;
}

/**
 * The sections, where jobs start with files of others in a way that is not followed: what arrives, and under which of its names, is in doubt.
 * `isBefore` tells whether one job runs before another one.
 */
export function doubtDownloads(
  { file, path }: { readonly file: YamlFile; readonly path: string },
  sections: readonly ScriptSection[],
  steps: {
    readonly uploads: readonly Upload[];
    readonly downloads: readonly Download[];
    readonly isBefore: (left: string, right: string) => boolean;
  },
  doubt: string,
): readonly ScriptSection[] {
  const place = (node: Node) => ({ file: path, start: node.range?.[0] ?? 0, end: findContentEnd(file.source, node) });
  const receive = (download: Download): readonly ReceivedFiles[] =>
    steps.uploads
      .filter((upload) => steps.isBefore(upload.job, download.job) && (download.name ?? upload.name) === upload.name)
      .map(({ job, paths, node }) => {
        const landing = [...new Set(paths.flatMap((each) => [normalise(each), findBasename(normalise(each))]))];
        const files = { paths: landing.map((each) => joinPath(download.directory, each)), span: place(node), isForPeople: true };
        return { section: job, isNamed: true, doubt, files, from: place(node) };
      });
  return sections.map((section) => {
    const own = steps.downloads.filter(({ job }) => job === section.name);
    const [first] = own;
    if (!first) return section;
    const job: JobFiles = { span: place(first.node), handsOn: undefined, receives: own.flatMap(receive), removal: undefined };
    return { ...section, job };
  });
}
