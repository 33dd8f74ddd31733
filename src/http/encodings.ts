/** The forms that an answer is sent in. */
export type Encoding = 'br' | 'gzip' | 'identity'

/** The smallest of the available forms that this `Accept-Encoding` allows. Browsers offer brotli only where the connection is secure. */
export function chooseEncoding(
  acceptEncoding: string,
  isAvailable: (encoding: Encoding) => boolean,
): Encoding {
  const accepted = acceptEncoding
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter((one) => !/;\s*q=0(?:\.0*)?$/.test(one))
    .map((one) => one.split(';', 1)[0]?.trim())
  const best = (['br', 'gzip'] as const).find((one) => accepted.includes(one) && isAvailable(one))
  return best ?? 'identity'
}

/** Each form of an answer has a tag of its own (RFC 9110 section 8.8.3.3). */
export function tagOf(tag: string, encoding: Encoding): string {
  return encoding === 'identity' ? tag : `${tag.slice(0, -1)}-${encoding}"`
}

/** The tag of the answer itself, whatever form of it this tag is of. */
export function tagOfAll(tag: string): string {
  return tag.replace(/-(?:br|gzip)"$/, '"')
}
