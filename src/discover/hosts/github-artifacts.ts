import type { ScriptSection } from '../../model/script-host.ts';
import { type Download, doubtDownloads, type Upload } from './hand-over.ts';
import { findEntry, listEntries, listItems, readString, type YamlFile } from './yaml-nodes.ts';

const DOUBT = 'GitHub keeps no modes of files that it hands on, and where they land hangs on what else is uploaded';

/** Jobs in a row that wait for one another. */
const MOST_JOBS = 100;

/** The sections of a workflow, with what `actions/download-artifact` brings from jobs that ran `actions/upload-artifact`. */
export function readArtifacts(file: YamlFile, path: string, sections: readonly ScriptSection[]): readonly ScriptSection[] {
  if (!/actions\/download-artifact/.test(file.source)) return sections;
  const jobs = listEntries(file, findEntry(file, file.root, 'jobs'));
  const uploads: Upload[] = [];
  const downloads: Download[] = [];
  for (const [job, value] of jobs) {
    for (const node of listItems(file, findEntry(file, value, 'steps'))) {
      const uses = readString(file, findEntry(file, node, 'uses')) ?? '';
      const name = readString(file, findEntry(file, node, 'with', 'name'));
      const text = readString(file, findEntry(file, node, 'with', 'path')) ?? '';
      const paths = text.split('\n').map((line) => line.trim());
      if (/^actions\/upload-artifact@/.test(uses))
        uploads.push({ job, name, node, paths: paths.filter((each) => /^[^!$]/.test(each)) });
      if (/^actions\/download-artifact@/.test(uses))
        downloads.push({ job, name, node, directory: text.replace(/^\.\/?$|\/$/g, '') });
    }
  }
  const needs = new Map(
    jobs.map(([job, value]) => [job, listItems(file, findEntry(file, value, 'needs')).map((item) => readString(file, item))]),
  );
  const isBefore = (left: string, right: string): boolean => {
    const seen = new Set<string | undefined>();
    for (let next: readonly (string | undefined)[] = [right]; next.length > 0 && seen.size < MOST_JOBS; ) {
      for (const each of next) seen.add(each);
      next = next.flatMap((each) => (each === undefined ? [] : (needs.get(each) ?? []))).filter((each) => !seen.has(each));
    }
    return left !== right && seen.has(left);
  };
  return doubtDownloads({ file, path }, sections, { uploads, downloads, isBefore }, DOUBT);
}
