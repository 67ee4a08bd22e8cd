const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Text for the bytes of a name; different bytes give different text. Bytes that are no UTF-8 become lone surrogates
 * `U+DC80`–`U+DCFF` (as Python's `surrogateescape` has it), which no valid name decodes to.
 */
export function decodeName(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('');
  }
}
