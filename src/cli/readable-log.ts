import type { Sink } from './output.ts'

const colors: Readonly<Record<string, string>> = { error: '\x1b[31m', warn: '\x1b[33m' }
const shownApart = new Set(['level', 'time', 'pid', 'msg'])

/** Where log entries go: as they are, or, for a person at a terminal, in a form that reads well. */
export function logDestination(sink: Sink): { write(line: string): void } {
  return { write: (line) => void sink.write(sink.isTTY ? readable(line) : line) }
}

/** `08:15:30 stopping  reason=SIGTERM` of an entry in JSON. */
export function readable(line: string): string {
  const entry = JSON.parse(line) as Readonly<Record<string, unknown>>
  const level = String(entry.level)
  const facts = Object.entries(entry)
    .filter(([name]) => !shownApart.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const text = [String(entry.time).slice(11, 19), level === 'info' ? '' : level, String(entry.msg), ...facts]
  const color = colors[level]
  const said = text.filter((part) => part !== '').join(' ')
  return color ? `${color}${said}\x1b[0m\n` : `${said}\n`
}
