import { type DestinationStream, type Logger, pino } from 'pino'

/** Members that may hold a name, an address or a secret, at any depth; compared in snake_case. */
const privateNames = new Set([
  'name',
  'passenger_name',
  'passenger_age',
  'passenger_gender',
  'passengers',
  'contact',
  'email',
  'phone',
  'age',
  'gender',
  'token',
  'hold_token',
  'link_token',
  'quote_token',
  'payment_token',
  'authorization',
  'cookie',
  'set_cookie',
  'password',
  'secret',
  'body',
  'raw_body',
  'headers',
  'signature',
  'idempotency_key',
])
const deepest = 6

/** The structured log: one JSON object per line, and no personal data, whatever it is given. */
export function createLog(level: string, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      // `describeError` describes errors; pino's own description would not know what is private.
      serializers: { err: (described: unknown) => described },
      formatters: {
        level: (label) => ({ level: label }),
        log: (facts) => redact(facts, 0) as Record<string, unknown>,
      },
    },
    destination,
  )
}

/** Decides by the name and not the value: text that a passenger typed looks like any other text. */
function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === deepest) return '[deep]'
  if (value instanceof Error) return describeError(value, depth)
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => redact(each, depth + 1))
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  const shown: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    shown[name] = isPrivate(name) ? '[redacted]' : redact(member, depth + 1)
  }
  return shown
}

function isPrivate(name: string): boolean {
  const snake = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_')
  return privateNames.has(snake.toLowerCase())
}

function describeError(error: Error, depth: number): unknown {
  const { code } = error as { readonly code?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  }
}
