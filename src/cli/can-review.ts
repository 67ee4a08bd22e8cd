import type { Io } from './io.ts';

/** Whether a person can be asked: a terminal on both sides, and no continuous integration that only looks like one. */
export function canReview({ terminal, environment }: Io): boolean {
  const isAutomated = !['', '0', 'false', undefined].includes(environment.CI);
  return terminal?.stdin.isTTY === true && terminal.stdout.isTTY === true && !isAutomated;
}

/**
 * Whether the linear form is needed: told so, a terminal that cannot move its cursor, a screen reader that says it is there (the
 * variable is ink's), or too little room.
 */
export function needsLinear({ terminal, environment }: Io, isAsked: boolean): boolean {
  if (isAsked || environment.TERM === 'dumb' || environment.INK_SCREEN_READER === 'true') return true;
  return (terminal?.stdout.columns || 80) < 60 || (terminal?.stdout.rows || 24) < 10;
}
