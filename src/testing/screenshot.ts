// Draws a picture of a real run: `npm run screenshot` starts the review on a fixture in a pseudo-terminal, presses keys, and writes what
// the terminal emulator shows as SVG to the path that is given.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { openPty } from './open-pty.ts';
import { git, makeRepository, removeDirectories } from './temporary-directory.ts';
import { toSvg } from './to-svg.ts';

const [cli = '', fixture = '', target = ''] = process.argv.slice(2);
const directory = makeRepository();
cpSync(fixture, directory, { recursive: true });
git(directory, 'add', '.');
git(directory, 'commit', '--quiet', '-m', 'Start');

const pty = openPty(process.execPath, [cli, 'review'], { directory, columns: 132, rows: 34 });
await pty.see('open · view: split');
await pty.see('check: ');
pty.press('1');
await pty.see('view: unified');
// To the instruction that takes the artifact from the stage.
pty.press('/--from=\r');
await pty.see('found');
writeFileSync(target, toSvg(pty.terminal, `restage review — ${join(fixture).split('/').at(-2)}`));
pty.press('q');
await pty.ended;
removeDirectories();
