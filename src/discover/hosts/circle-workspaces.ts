import { isMap } from 'yaml';
import { joinPath } from '../../model/host-path.ts';
import type { ScriptSection } from '../../model/script-host.ts';
import { type Download, doubtDownloads, type Upload } from './hand-over.ts';
import { findEntry, listEntries, listItems, readString, type YamlFile } from './yaml-nodes.ts';

const DOUBT = 'what jobs of CircleCI persist to a workspace is not followed';

/** The sections of a configuration, with what `attach_workspace` brings from jobs that ran `persist_to_workspace`. */
export function readWorkspaces(file: YamlFile, path: string, sections: readonly ScriptSection[]): readonly ScriptSection[] {
  if (!file.source.includes('attach_workspace')) return sections;
  const uploads: Upload[] = [];
  const downloads: Download[] = [];
  for (const [job, value] of listEntries(file, findEntry(file, file.root, 'jobs'))) {
    for (const node of listItems(file, findEntry(file, value, 'steps')).filter((item) => isMap(item))) {
      const read = (key: string, name: string): string => clean(readString(file, findEntry(file, node, key, name)) ?? '');
      const paths = listItems(file, findEntry(file, node, 'persist_to_workspace', 'paths')).map(
        (item) => readString(file, item) ?? '',
      );
      if (paths.length > 0)
        uploads.push({
          job,
          name: undefined,
          node,
          paths: paths.map((each) => joinPath(read('persist_to_workspace', 'root'), each)),
        });
      const at = findEntry(file, node, 'attach_workspace') && read('attach_workspace', 'at');
      if (at !== undefined) downloads.push({ job, name: undefined, node, directory: at });
    }
  }
  return doubtDownloads({ file, path }, sections, { uploads, downloads, isBefore: (left, right) => left !== right }, DOUBT);
}

function clean(directory: string): string {
  return directory.replace(/^(?:\.\/?|~\/project\/?|\/home\/circleci\/project\/?)$/, '').replace(/\/$/, '');
}
