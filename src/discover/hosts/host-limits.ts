/** Bounds for a Makefile, a CI file and their like; one past them is reported and its commands are not followed. */
export const HOST_LIMITS = {
  /** Sections (targets, jobs, scripts) times characters of the file: a thousand in 64 KB, four thousand in 16 KB. */
  drawn: 1 << 26,
  /** Variables times commands that see them: twenty thousand variables for one target. */
  copies: 1 << 22,
} as const;
