// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the parameters are those of the shell.
import { restoreExpressions } from './host-expressions.ts';

test.each([
  [
    'github-workflow',
    '--build-arg __github_ref="$__github_ref"',
    'a ${{ github.ref }}',
    '--build-arg __github_ref="${{ github.ref }}"',
  ],
  ['github-workflow', 'a:${__x_y}', '${{x.y}}', 'a:${{x.y}}'],
  ['github-workflow', '$__other $REF', '${{ x.y }}', '$__other $REF'],
  ['taskfile', '${__TAG}', '{{ .TAG }}', '{{ .TAG }}'],
  ['circleci', '$_parameters_tag', '<< parameters.tag >>', '<< parameters.tag >>'],
  ['travis', '$__x', '${{ x }}', '$__x'],
] as const)('%s: %s', (kind, words, text, expected) => {
  expect(restoreExpressions(words, kind, text)).toBe(expected);
});
