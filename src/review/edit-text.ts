import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import type { EditedText } from './review-work.ts';
import { splitCommand } from './split-command.ts';

/** What an editor is started with. */
export interface EditorSetting {
  /** Directory for the file that is edited; made when it is not there. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Lets `$VISUAL`, `$EDITOR` or `vi` edit a text under the file's own name, so that the editor knows its language. Whatever the editor
 * left is returned, also when it crashed; the text as it was when it cannot be started.
 */
export async function editText(path: string, text: string, { directory, environment }: EditorSetting): Promise<EditedText> {
  const [command, ...words] = splitCommand(environment.VISUAL || environment.EDITOR || 'vi');
  if (command === undefined) return { text, problem: 'neither VISUAL nor EDITOR names an editor' };
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const own = await mkdtemp(join(directory, 'edit-'));
  const file = join(own, basename(path));
  try {
    await writeFile(file, text, { mode: 0o600 });
    const problem = await runEditor([command, ...words, file], environment);
    return { text: await readFile(file, 'utf8'), problem };
  } catch (error) {
    return { text, problem: isNativeError(error) ? error.message : String(error) };
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** Why the editor did not end well, or `undefined`. */
function runEditor(
  [command = '', ...words]: readonly string[],
  environment: EditorSetting['environment'],
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const editor = spawn(command, words, { stdio: 'inherit', env: environment });
    editor.on('error', (error) => resolve(`cannot start the editor: ${error.message}`));
    editor.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(`the editor ended with ${signal ?? code}; what it wrote is kept`);
    });
  });
}
