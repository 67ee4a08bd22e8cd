import { joinHostPath } from '../../model/host-path.ts';
import { type Call, loseTrack } from './log.ts';
import type { World } from './world.ts';

const ROUND_TRIP = /\b(?:docker|podman|nerdctl|buildah)\b[^\n;|&]*\b(?:build|bud|create|cp|run|commit|export|import|load)\b/;
/** Programs that run what other files hold. */
const RUNNER = /(?:^|[\s;&|("'])(?:g?make|npm|yarn|pnpm|task)\s/;
/** Programs that run the command among their words. */
const WRAPPER = /^(?:.*\/)?(?:(?:ba|da|k|z)?sh|su|xargs|timeout|parallel|eval|flock|watch|find)$/;

/** Whether commands that are not followed may build images, make containers or run a file that does. */
export function mayTouchImages(world: World, source: string): boolean {
  if (ROUND_TRIP.test(source)) return true;
  if (world.project.scripts.size > 0 && RUNNER.test(`${source} `)) return true;
  const paths = source.match(/[\w.-]+(?:\/[\w.-]+)+|[\w-]+\.(?:ba)?sh\b/g) ?? [];
  return paths.some((path) => ROUND_TRIP.test(world.before.files.get(joinHostPath(world.directory, path))?.text ?? ''));
}

/** `sh -c "docker build ."` and its like do what nobody follows. */
export function loseWrapped(world: World, { words, span }: Call): void {
  const [program = '', ...rest] = words;
  const text = rest.join(' ');
  if (WRAPPER.test(program) && mayTouchImages(world, text)) loseTrack(world, `cannot follow \`${program} ${text}\``, span);
}
