import { readdirSync, readFileSync } from 'node:fs'

/** What one thread has used, in seconds. */
export interface ThreadTime {
  readonly thread: string
  /** As the system calls it. */
  readonly name: string
  readonly userSeconds: number
  readonly systemSeconds: number
}

/** Every thread of a process and of its children, by thread id; see proc_pid_stat(5). */
export function threadTimes(pid: number): ReadonlyMap<string, ThreadTime> {
  const found = new Map<string, ThreadTime>()
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [head = '', rest = ''] = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1').split(') ')
    const fields = rest.split(' ')
    found.set(thread, {
      thread,
      name: head.slice(head.indexOf('(') + 1),
      userSeconds: Number(fields[11]) / 100,
      systemSeconds: Number(fields[12]) / 100,
    })
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean)
    for (const child of children) for (const [id, time] of threadTimes(Number(child))) found.set(id, time)
  }
  return found
}

/** What each thread used between two looks. */
export function usedBetween(
  before: ReadonlyMap<string, ThreadTime>,
  after: ReadonlyMap<string, ThreadTime>,
): readonly ThreadTime[] {
  return [...after.values()].map((now) => {
    const then = before.get(now.thread)
    return {
      ...now,
      userSeconds: now.userSeconds - (then?.userSeconds ?? 0),
      systemSeconds: now.systemSeconds - (then?.systemSeconds ?? 0),
    }
  })
}
