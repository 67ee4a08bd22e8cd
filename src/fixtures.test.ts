import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readHostScripts } from './discover/hosts/index.ts';
import { readProject } from './discover/read-project.ts';
import { interpretProject } from './interpret/interpret-project.ts';
import type { PlanOptions } from './model/draft.ts';
import type { Plan } from './model/plan.ts';
import type { Project, ProjectFile } from './model/project.ts';
import type { ScriptSection } from './model/script-host.ts';
import { parseDockerfile } from './parse/dockerfile.ts';
import { parseSection } from './parse/host-shell.ts';
import { readCallers } from './parse/read-callers.ts';
import { parseShell } from './parse/shell.ts';
import { findPatterns, mayHoldPattern, type PlannedProject, planProject } from './pipeline.ts';
import { printFiles } from './print/print-files.ts';
import { toDiagnosticText } from './report/to-diagnostic-text.ts';
import { toJson } from './report/to-json.ts';
import { ALL_FIXTURES, changeTree, type Fixture, readTree, writeTree } from './testing/fixtures/fixture.ts';

const IS_UPDATE = process.env.UPDATE_FIXTURES === '1';
const SCHEMA = JSON.parse(
  readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'report/plan.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true }).compile(SCHEMA);

test('there are at least 60 cases, a third of them such that must not change', () => {
  const skips = ALL_FIXTURES.filter((fixture) => fixture.isSkip).length;
  expect(ALL_FIXTURES.length).toBeGreaterThanOrEqual(60);
  expect(skips).toBeGreaterThanOrEqual(Math.max(20, Math.floor(ALL_FIXTURES.length / 3)));
});

describe.each(ALL_FIXTURES.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
  let project: Project;
  let planned: PlannedProject;
  const input = readTree(join(fixture.directory, 'input'));
  const options: PlanOptions = fixture.case.options ?? {};

  beforeAll(async () => {
    ({ project } = await readProject(join(fixture.directory, 'input')));
    planned = planProject(project, options);
    if (IS_UPDATE) update(fixture, project, planned, input);
  });

  test('gives the expected outcome', () => {
    const { expect: expected } = fixture.case;
    const { plan } = planned;
    expect(plan.outcome).toBe(expected.outcome);
    if (expected.applicability) expect(new Set(findApplicabilities(plan))).toEqual(new Set([expected.applicability]));
    expect(findCodes(plan)).toEqual(expect.arrayContaining([...(expected.codes ?? [])]));
    expect(plan.pipelines.flatMap((pipeline) => pipeline.differs)).toEqual(expected.differs ?? []);
  });

  test('gives the expected files', () => {
    const output = readTree(join(fixture.directory, 'output'));
    if (fixture.isSkip) {
      expect(output.size).toBe(0);
      expect(planned.changes).toEqual([]);
      return;
    }
    expect(output.size).toBeGreaterThan(0);
    expect(Object.fromEntries(changeTree(input, planned.changes))).toEqual(Object.fromEntries(output));
  });

  test('gives the expected diagnostics', () => {
    const path = join(fixture.directory, 'diagnostics.txt');
    expect(showDiagnostics(planned.plan, project)).toBe(existsSync(path) ? readFileSync(path, 'utf8') : '');
  });

  test('where the texts alone say that the pattern cannot be, following the commands finds none either', () => {
    if (mayHoldPattern(project, options)) return;
    const graphs = interpretProject(
      { ...project, callers: readCallers(project) },
      { entries: options.entries, assumed: new Map() },
    );
    expect(findPatterns({ project, graphs }, options)).toEqual([]);
    expect(graphs.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });

  test('parses and prints every file as it is', () => {
    const cuts = [...project.files.values()].map((file) => ({
      kind: 'write' as const,
      path: file.path,
      parts: [{ kind: 'cut' as const, file: file.path, edits: [] }],
    }));
    expect(printFiles(project, cuts)).toEqual([]);
  });

  test('leaves text that parses', () => {
    for (const { path, after } of planned.changes) {
      if (after === undefined) continue;
      const isDockerfile = /dockerfile/i.test(path) && !/ignore$/.test(path);
      const host = readHostScripts([{ path, text: after, mode: 0o644 }]).get(path);
      const read = project.scripts.get(path);
      const names = host?.sections.map(({ name }) => name);
      const stays = ({ name, job }: ScriptSection): boolean => names?.includes(name) === true || job?.removal === undefined;
      expect(names).toEqual(read?.sections.filter(stays).map(({ name }) => name));
      const trees = host
        ? host.sections.map((section) => parseSection(host, section, after))
        : [isDockerfile ? parseDockerfile(path, after) : parseShell(path, /ignore$/.test(path) ? '' : after)];
      const diagnostics = trees.flatMap((tree) => tree.diagnostics);
      expect(diagnostics.filter((diagnostic) => diagnostic.severity === 'error' || host)).toEqual([]);
    }
  });

  test('changes nothing when it runs again', () => {
    const again = planProject(changeProject(project, planned), options);
    expect(again.changes).toEqual([]);
    const wasWhole = planned.plan.pipelines.every((pipeline) => pipeline.outcome === 'converted');
    if (wasWhole) expect(again.plan.pipelines.map((pipeline) => pipeline.outcome)).toEqual([]);
  });

  test('keeps CRLF where a Dockerfile has it', () => {
    const crlf = withCrlf(project);
    const changed = planProject(crlf, options);
    const texts = (changes: PlannedProject['changes']) => changes.map(({ path, after }) => [path, after?.replace(/\r\n/g, '\n')]);
    expect(texts(changed.changes)).toEqual(texts(planned.changes));
    for (const { path, after } of changed.changes) {
      if (isDockerfileName(path)) expect(after?.replace(/\r\n/g, '') ?? '').not.toContain('\n');
    }
  });

  test('does not depend on the order of files', () => {
    const reversed: Project = {
      files: new Map([...project.files].reverse()),
      tree: new Map([...project.tree].reverse()),
      scripts: new Map([...project.scripts].reverse()),
    };
    const byPath = (changes: PlannedProject['changes']) => Object.fromEntries(changes.map(({ path, after }) => [path, after]));
    expect(byPath(planProject(reversed, options).changes)).toEqual(byPath(planned.changes));
  });

  test('prints JSON that keeps to the schema', () => {
    const json: unknown = JSON.parse(JSON.stringify(toJson(planned.plan, planned.changes, project)));
    expect(validate(json) ? [] : validate.errors).toEqual([]);
  });

  test('gives each new line an origin', () => {
    for (const change of planned.changes) {
      const lines = change.after?.replace(/\n$/, '').split('\n') ?? [];
      const missing = lines.filter((line, index) => line.trim() !== '' && (change.origins[index] ?? []).length === 0);
      expect(missing).toEqual([]);
    }
  });
});

function findApplicabilities(plan: Plan): readonly string[] {
  return plan.pipelines
    .filter(({ outcome }) => outcome === 'converted' || outcome === 'partial')
    .map(({ applicability }) => applicability);
}

function findCodes(plan: Plan): readonly string[] {
  return [...plan.diagnostics, ...plan.pipelines.flatMap((pipeline) => pipeline.diagnostics)].map(
    (diagnostic) => diagnostic.code,
  );
}

function showDiagnostics(plan: Plan, project: Project): string {
  const all = [...plan.pipelines.flatMap((pipeline) => pipeline.diagnostics), ...plan.diagnostics];
  return all.map((diagnostic) => toDiagnosticText(diagnostic, project, { color: false, width: 120 })).join('\n');
}

function changeProject(project: Project, { changes }: PlannedProject): Project {
  const files = new Map(project.files);
  const tree = new Map(project.tree);
  for (const { path, after, mode } of changes) {
    if (after === undefined) {
      files.delete(path);
      tree.delete(path);
    } else {
      files.set(path, { path, text: after, mode });
      tree.set(path, 'file');
    }
  }
  return { files, tree, scripts: readHostScripts(files.values()) };
}

function isDockerfileName(path: string): boolean {
  return /(?:docker|container)file/i.test(path) && !/ignore$/.test(path);
}

function withCrlf(project: Project): Project {
  const convert = (file: ProjectFile): ProjectFile =>
    isDockerfileName(file.path) ? { ...file, text: file.text.replace(/\r?\n/g, '\r\n') } : file;
  return { ...project, files: new Map([...project.files].map(([path, file]) => [path, convert(file)])) };
}

/** Writes what the case gives; `git diff` is then the review. */
function update(fixture: Fixture, project: Project, { plan, changes }: PlannedProject, input: ReadonlyMap<string, string>): void {
  const output = join(fixture.directory, 'output');
  writeTree(output, changes.length === 0 ? new Map() : changeTree(input, changes));
  for (const [path, file] of project.files) {
    if (existsSync(join(output, path)))
      chmodSync(join(output, path), statSync(join(fixture.directory, 'input', path)).mode & 0o777 || file.mode);
  }
  const text = showDiagnostics(plan, project);
  const path = join(fixture.directory, 'diagnostics.txt');
  if (text === '') rmSync(path, { force: true });
  else writeFileSync(path, text);
}
