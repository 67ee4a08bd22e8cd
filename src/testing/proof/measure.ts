import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Starts to measure: the function gives the milliseconds of processor time, of all threads, that this process has used since. */
export function measureCpu(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}

/** The most memory that this process ever held, in megabytes: the resident set. */
export function measurePeak(): number {
  try {
    // What `resourceUsage` says on Linux includes the process that started this one.
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1024;
}
