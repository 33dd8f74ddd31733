import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A load generator in a process of its own, which stays the same so that it is warm. */
export interface Generator<Plan, Report> {
  /** Carries out a plan, and resolves to how it went. */
  run(plan: Plan): Promise<Report>
  stop(): void
}

/** Starts a program that reads a plan from each line and answers it with a line of JSON. */
export function startGenerator<Plan, Report>(args: readonly string[]): Generator<Plan, Report> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async run(plan) {
      child.stdin.write(`${JSON.stringify(plan)}\n`)
      const { value } = await lines.next()
      if (value === undefined) throw new Error(`the generator ended: ${args.join(' ')}`)
      return JSON.parse(String(value)) as Report
    },
    stop: () => child.stdin.end(),
  }
}

/** The other side: answers each line on standard input in turn. */
export async function servePlans<Plan, Report>(carryOut: (plan: Plan) => Promise<Report>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await carryOut(JSON.parse(line) as Plan)))
}
