/** What a review said about conversions of one shape. */
export type ShapeVerdict = 'accepted' | 'rejected' | 'undecided';

/** What a review decided, by the ids of shapes. Plain data: it crosses a thread. */
export type ShapeVerdicts = Readonly<Record<string, Exclude<ShapeVerdict, 'undecided'>>>;

/** The verdict over a shape. */
export function judgeShape(verdicts: ShapeVerdicts, id: string): ShapeVerdict {
  return Object.hasOwn(verdicts, id) ? (verdicts[id] ?? 'undecided') : 'undecided';
}
