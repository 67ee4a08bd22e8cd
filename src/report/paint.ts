import { styleText } from 'node:util';

/** What a stretch of terminal text means; colour only repeats what the text says. */
export type Tone = 'added' | 'removed' | 'hunk' | 'note' | 'heading' | 'good' | 'warning' | 'error';

/** Colours a text that holds nothing unsafe, or returns it as it is. */
export type Paint = (tone: Tone, text: string) => string;

type Format = Parameters<typeof styleText>[0];

const FORMATS: Readonly<Record<Tone, Format>> = {
  added: 'green',
  removed: 'red',
  hunk: 'cyan',
  note: 'dim',
  heading: 'bold',
  good: ['bold', 'green'],
  warning: ['bold', 'yellow'],
  error: ['bold', 'red'],
};

/** How text for a terminal is laid out. */
export interface TextOptions {
  /** Whether to colour. The caller knows the stream, `NO_COLOR` and its flags. */
  readonly color: boolean;
  /** Columns to keep to where the content allows it. */
  readonly width: number;
}

/** A painter that colours only when told to, whatever the streams of this process are. */
export function createPaint({ color }: Pick<TextOptions, 'color'>): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) => (text === '' ? '' : styleText(FORMATS[tone], text, { validateStream: false }));
}
