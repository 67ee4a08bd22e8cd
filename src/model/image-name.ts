import { toKey, type Value } from './value.ts';

/** `app` and `docker.io/library/app:latest` name one image: the key both have. A tag that ends in an unknown is left as it is. */
export function toImageKey(name: Value): string {
  const key = toKey(name).replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  const last = key.slice(key.lastIndexOf('/') + 1);
  const hasTag = last.includes(':') || last.includes('@') || last.endsWith('\0') || key.startsWith('\0image:');
  return hasTag ? key : `${key}:latest`;
}

/** The name of an image without registry of Docker Hub, tag and digest: `golang:1.16` → `golang`. */
export function findImageName(image: string): string {
  return image.replace(/^(?:docker\.io\/)?(?:library\/)?/, '').replace(/[:@].*$/, '');
}
