import { isUtf8 } from 'node:buffer';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Text for the bytes of a name; different bytes give different text. Bytes that are no UTF-8 become lone surrogates
 * `U+DC80`–`U+DCFF` (as Python's `surrogateescape` has it), which no valid name decodes to.
 */
export function decodeName(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return UTF8.decode(bytes);
  return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('');
}
