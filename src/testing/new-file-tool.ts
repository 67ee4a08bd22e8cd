import process from 'node:process';
import { runCli } from '../cli/main.ts';
import { loadPhases } from '../cli/phases.ts';
import { planProject } from '../pipeline.ts';

// The command line as it is, but for plans that also make a file: hosts treat what git does not track in ways of their own.
process.exitCode = await runCli(
  process.argv.slice(2),
  { stdout: process.stdout, stderr: process.stderr, directory: process.cwd(), environment: process.env },
  async () => ({
    ...(await loadPhases()),
    planProject: (project, options) => {
      const { plan, changes } = planProject(project, options);
      const [pipeline] = plan.pipelines;
      if (pipeline === undefined || changes.length === 0) return { plan, changes };
      const file = { kind: 'write', path: 'NEW.md', parts: [] } as const;
      const extended = { ...pipeline, files: [...pipeline.files, file] };
      const created = {
        path: file.path,
        action: 'create',
        before: undefined,
        after: 'new\n',
        mode: 0o644,
        origins: [[]],
      } as const;
      return { plan: { ...plan, pipelines: [extended, ...plan.pipelines.slice(1)] }, changes: [...changes, created] };
    },
  }),
);
