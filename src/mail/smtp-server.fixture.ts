import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'

/** A mail as the server took it. */
interface TakenMail {
  readonly from: string
  readonly to: string
  readonly data: string
}

/** What the server says to a command, if not what is usual: the line, or `hang up`, or nothing at all. */
type Script = (command: string) => string | 'hang up' | 'say nothing' | undefined

/** A small SMTP server (RFC 5321) that does what a test wants. */
export interface SmtpServer {
  readonly url: string
  readonly mails: readonly TakenMail[]
  /** Every command of every client, in order. */
  readonly commands: readonly string[]
  script: Script
  /** Closes the port and every connection; `start` opens the same port again. */
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: TakenMail[] = []
  const commands: string[] = []
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let port = 0
  const own = { script: (() => undefined) as Script }
  const start = async () => {
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
      converse(socket, {
        say: (command) => {
          commands.push(command)
          return own.script(command)
        },
        take: (mail) => mails.push(mail),
      })
    })
    const listening = server
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  await start()
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    commands,
    get script() {
      return own.script
    },
    set script(script) {
      own.script = script
    },
    start,
    async stop() {
      for (const socket of sockets) socket.destroy()
      const closing = server
      await new Promise((resolve) => closing?.close(resolve))
    },
  }
}

interface Ears {
  say(command: string): ReturnType<Script>
  take(mail: TakenMail): void
}

const usual: readonly (readonly [RegExp, string])[] = [
  [/^(EHLO|HELO)/i, '250 localhost'],
  [/^DATA/i, '354 go on'],
  [/^QUIT/i, '221 bye'],
]

function converse(socket: Socket, { say, take }: Ears): void {
  let [rest, from, to] = ['', '', '']
  let data: string[] | null = null
  const reply = (command: string) => {
    const said = say(command)
    if (said === 'hang up') socket.destroy()
    else if (said !== 'say nothing') {
      const line = said ?? usual.find(([form]) => form.test(command))?.[1] ?? '250 ok'
      if (line.startsWith('354')) data = []
      socket.write(`${line}\r\n`)
    }
  }
  const hear = (line: string) => {
    if (data === null) {
      if (/^MAIL FROM:/i.test(line)) from = line.slice(10)
      if (/^RCPT TO:/i.test(line)) to = line.slice(8)
      return reply(line)
    }
    if (line !== '.') return data.push(line.replace(/^\./, ''))
    const mail = { from, to, data: data.join('\r\n') }
    data = null
    take(mail)
    return reply('.')
  }
  socket.write('220 test server\r\n')
  socket.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hear(line)
  })
}
