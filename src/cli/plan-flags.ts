import { type Command, InvalidArgumentError } from 'commander';

/** Flags that decide what a plan holds; `plan`, `apply` and `check` share them. */
export interface PlanFlags {
  readonly optimize?: boolean;
  readonly nameStages?: boolean;
  readonly chains?: boolean;
  readonly assume?: readonly string[];
}

/** Adds the flags of `PlanFlags` to a verb. */
export function addPlanFlags(command: Command): Command {
  return command
    .option('--optimize', 'also move dependency downloads above the copy of the sources')
    .option('--name-stages', 'also give names to stages that are referred to by number')
    .option('--chains', 'also merge a base image that a single Dockerfile uses')
    .option('--assume <fact>', 'settle a question: PATH=dir, PATH=file or NAME=value; may be repeated', collectFact, []);
}

/** Only the plan's own flags, so that those of the verb do not reach the pipeline. */
export function pickPlanFlags({ optimize, nameStages, chains, assume }: PlanFlags): PlanFlags {
  return {
    ...(optimize === undefined ? {} : { optimize }),
    ...(nameStages === undefined ? {} : { nameStages }),
    ...(chains === undefined ? {} : { chains }),
    ...(assume === undefined ? {} : { assume }),
  };
}

function collectFact(fact: string, facts: readonly string[]): readonly string[] {
  if (!/^[^=]+=/.test(fact)) throw new InvalidArgumentError('It has the form PATH=dir, PATH=file or NAME=value.');
  return [...facts, fact];
}
