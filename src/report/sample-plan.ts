import type { FileChange, PipelinePlan, Plan } from '../model/plan.ts';
import type { Project, ProjectFile } from '../model/project.ts';
import type { Span } from '../model/span.ts';

/** Files of a small project in the shape of the documentation's own, for tests. */
export const SAMPLE_FILES = {
  'Dockerfile.build': 'FROM golang:1.21\nWORKDIR /src\nCOPY . .\nRUN go build -o app .\n',
  Dockerfile: 'FROM alpine:3\nWORKDIR /root/\nCOPY app ./\nCMD ["./app"]\n',
  'build.sh':
    '#!/bin/sh\ndocker build -t app:build -f Dockerfile.build .\ndocker create --name x app:build\ndocker cp x:/src/app ./app\ndocker rm -f x\ndocker build -t app .\n',
} as const;

const AFTER = [
  ['FROM golang:1.21 AS builder', 'Dockerfile.build', 'FROM golang:1.21'],
  ['WORKDIR /src', 'Dockerfile.build', 'WORKDIR /src'],
  ['COPY . .', 'Dockerfile.build', 'COPY . .'],
  ['RUN go build -o app .', 'Dockerfile.build', 'RUN go build -o app .'],
  ['', 'Dockerfile.build', undefined],
  ['FROM alpine:3', 'Dockerfile', 'FROM alpine:3'],
  ['WORKDIR /root/', 'Dockerfile', 'WORKDIR /root/'],
  ['COPY --from=builder --chown=0:0 /src/app ./', 'Dockerfile', 'COPY app ./'],
  ['CMD ["./app"]', 'Dockerfile', 'CMD ["./app"]'],
] as const;

/** A project that holds these files with mode 644, and 755 for scripts. */
export function sampleProject(files: Readonly<Record<string, string>> = SAMPLE_FILES): Project {
  const entries = Object.entries(files).map(([path, text]): [string, ProjectFile] => {
    return [path, { path, text, mode: path.endsWith('.sh') ? 0o755 : 0o644 }];
  });
  return { files: new Map(entries), tree: new Map(entries.map(([path]) => [path, 'file' as const])), scripts: new Map() };
}

/** The span of a text inside a sample file. */
export function sampleSpan(file: keyof typeof SAMPLE_FILES, text: string): Span {
  const start = SAMPLE_FILES[file].indexOf(text);
  return { file, start, end: start + text.length };
}

/** What the sample's pipeline looks like once converted. */
export function samplePipeline(override: Partial<PipelinePlan> = {}): PipelinePlan {
  const cp = sampleSpan('build.sh', 'docker cp x:/src/app ./app');
  const copy = sampleSpan('Dockerfile', 'COPY app ./');
  return {
    id: 'build.sh:app:latest',
    entry: sampleSpan('build.sh', 'docker build -t app .'),
    outcome: 'converted',
    applicability: 'safe',
    output: 'Dockerfile',
    images: ['build:0', 'build:1'],
    stages: [
      { alias: 'builder', from: 'golang:1.21', origin: sampleSpan('Dockerfile.build', 'FROM golang:1.21') },
      { alias: undefined, from: 'alpine:3', origin: sampleSpan('Dockerfile', 'FROM alpine:3') },
    ],
    artifacts: [
      {
        stage: 'builder',
        image: undefined,
        source: '/src/app',
        destination: './',
        flags: ['--chown=0:0'],
        replaces: copy,
        instruction: 'COPY --from=builder --chown=0:0 /src/app ./',
        evidence: [copy, cp],
      },
    ],
    script: { kept: ['docker build -t app .'], dropped: ['docker cp x:/src/app ./app', 'docker rm -f x'] },
    droppedSteps: [0, 1, 2, 3],
    differs: [],
    assumptions: [],
    diagnostics: [],
    files: sampleChanges().map(({ path, mode }) =>
      path === 'Dockerfile.build' ? { kind: 'delete', path, because: [cp] } : { kind: 'write', path, mode, parts: [] },
    ),
    ...override,
  };
}

/** A plan of these pipelines, the sample's own unless given. */
export function samplePlan(pipelines: readonly PipelinePlan[] = [samplePipeline()], override: Partial<Plan> = {}): Plan {
  return {
    outcome: pipelines[0]?.outcome ?? 'unchanged',
    pipelines,
    files: pipelines.flatMap((pipeline) => pipeline.files),
    diagnostics: [],
    ...override,
  };
}

/** The three file changes of the sample's pipeline. */
export function sampleChanges(): readonly FileChange[] {
  const dockerfile: FileChange = {
    path: 'Dockerfile',
    action: 'modify',
    before: SAMPLE_FILES.Dockerfile,
    after: `${AFTER.map(([line]) => line).join('\n')}\n`,
    mode: 0o644,
    origins: AFTER.map(([line, file, text]) => {
      if (text === undefined) return [];
      const origin = sampleSpan(file, text);
      return line.startsWith('COPY --from') ? [origin, sampleSpan('build.sh', 'docker cp x:/src/app ./app')] : [origin];
    }),
  };
  const script: FileChange = {
    path: 'build.sh',
    action: 'modify',
    before: SAMPLE_FILES['build.sh'],
    after: '#!/bin/sh\ndocker build -t app .\n',
    mode: 0o755,
    origins: [[sampleSpan('build.sh', '#!/bin/sh')], [sampleSpan('build.sh', 'docker build -t app .')]],
  };
  const builder: FileChange = {
    path: 'Dockerfile.build',
    action: 'delete',
    before: SAMPLE_FILES['Dockerfile.build'],
    after: undefined,
    mode: 0o644,
    origins: [],
  };
  return [dockerfile, script, builder];
}
