import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { drawRule, drawScreen, type ReadTokens } from './draw-screen.ts';
import type { ReviewState } from './review-state.ts';
import { type Line, paintLine } from './segment.ts';

/** What the screen is shown with. */
export interface ReviewScreenProps {
  readonly state: ReviewState;
  readonly readTokens: ReadTokens;
  readonly color: boolean;
}

/** The whole screen: header, diff or page, evidence, notice and keys. Props in, nothing out: keys are read elsewhere. */
export function ReviewScreen({ state, readTokens, color }: ReviewScreenProps): ReactElement {
  const { layout, header, body, evidence, footer } = drawScreen(state, readTokens);
  const { place, rows, columns } = layout.evidence;
  return (
    <Box flexDirection="column" width={layout.columns}>
      <Lines lines={header} rows={header.length} color={color} />
      <Box flexDirection={place === 'beside' ? 'row' : 'column'}>
        <Box width={layout.bodyColumns}>
          <Lines lines={body} rows={layout.bodyRows} color={color} />
        </Box>
        {place === 'below' && <Lines lines={[drawRule(layout.columns)]} rows={1} color={color} />}
        {place === 'beside' && (
          <Lines
            lines={Array.from({ length: layout.bodyRows }, () => [{ text: '│', tone: 'note' }])}
            rows={layout.bodyRows}
            color={color}
          />
        )}
        {place !== 'none' && (
          <Box width={columns}>
            <Lines lines={evidence} rows={rows} color={color} />
          </Box>
        )}
      </Box>
      <Lines lines={footer} rows={footer.length} color={color} />
    </Box>
  );
}

/** One `Text` per row: should ink find a row wider than we do, only that row is cut. Empty rows fill up to the height. */
function Lines({
  lines,
  rows,
  color,
}: {
  readonly lines: readonly Line[];
  readonly rows: number;
  readonly color: boolean;
}): ReactElement {
  return (
    <Box flexDirection="column">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place, whatever it shows.
        <Text key={index} wrap="truncate">
          {paintLine(lines[index] ?? [], { color }) || ' '}
        </Text>
      ))}
    </Box>
  );
}
