import { type Sink, showInLine } from './terminal.ts'

const colors: Readonly<Record<string, string>> = { error: '\x1b[31m', warn: '\x1b[33m' }
const shownApart = new Set(['level', 'time', 'pid', 'msg'])

/** Writes log entries as they are, or in a readable form for a person at a terminal. */
export function logDestination(sink: Sink): { write(line: string): void } {
  return { write: (line) => (sink.isTTY ? writeReadable(sink, line) : sink.write(line)) }
}

/** Turns a JSON entry into `08:15:30 stopping reason=SIGTERM`. */
function writeReadable(sink: Sink, line: string): void {
  const entry = JSON.parse(line) as Readonly<Record<string, unknown>>
  const level = String(entry.level)
  const facts = Object.entries(entry)
    .filter(([name]) => !shownApart.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const text = [String(entry.time).slice(11, 19), level === 'info' ? '' : level, String(entry.msg), ...facts]
  const color = colors[level]
  if (color !== undefined) sink.steer(color)
  sink.write(showInLine(text.filter((part) => part !== '').join(' ')))
  if (color !== undefined) sink.steer('\x1b[0m')
  sink.write('\n')
}
