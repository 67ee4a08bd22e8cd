import type { ProjectFile } from '../model/project.ts';

/** Whether a file is a shell script by its name or its first line. */
export function isShellScript({ path, text }: ProjectFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const shebang = /^\uFEFF?#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text);
  if (shebang) {
    const program = shebang[1]?.endsWith('/env') ? (shebang[2] ?? '') : (shebang[1] ?? '');
    return /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(program);
  }
  return /\.(?:sh|bash)$/i.test(name);
}

/** Whether a script can concern images at all: it names an engine, or it runs another script. */
export function mayBuildImages(text: string): boolean {
  return /docker|podman|nerdctl|buildah|\.(?:ba)?sh\b|\bsource\s|^\s*\.\s/im.test(text);
}
