import { type SmtpServer, startSmtpServer } from '../../src/mail/smtp-server.fixture.ts'
import type { Environment } from './processes.ts'
import { until } from './wait.ts'
import type { TestScope } from './world.ts'

/** A mail server for the servers of a world. */
interface MailServer extends SmtpServer {
  /** The settings of servers that use it. */
  readonly environment: Environment
  /** The code in the mail with this number among those that have one, from 0, once it has arrived. */
  codeOf(index: number): Promise<string>
}

/** Starts a mail server; it ends with its scope. */
export async function createMailServer(t: TestScope): Promise<MailServer> {
  const server = await startSmtpServer()
  t.after(() => server.stop())
  const codes = () => server.mails.flatMap(({ data }) => /\b\d{5} \d{5}\b/.exec(data)?.[0] ?? [])
  return Object.assign(server, {
    environment: { SMTP_URL: server.url, MAIL_FROM: 'Holdfast <tickets@example.org>' },
    codeOf: (index: number) => until(`code ${index}`, () => codes()[index], 60_000),
  })
}
