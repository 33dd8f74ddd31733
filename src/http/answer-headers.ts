/** On every answer: browsers do not sniff its type, frame it, or send its address as a Referer. */
export const answerHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** What a page may load and run. */
export function contentSecurity(sources: Readonly<Record<string, readonly string[]>>): string {
  const directives = { 'default-src': ["'none'"], ...sources, 'frame-ancestors': ["'none'"] }
  return Object.entries(directives)
    .map(([name, allowed]) => `${name} ${allowed.join(' ')}`)
    .join('; ')
}
