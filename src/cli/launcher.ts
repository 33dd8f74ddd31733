import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'

/** A process between npm and this one, or this one itself, with its parent. */
interface Link {
  readonly child: number
  readonly parent: number
}

const lookEveryMs = 500

/**
 * Calls back when npm, or the shell between, has ended. npm does not forward signals to the processes of a
 * script, so the server of "npm start" would outlive it. A server started in any other way is not watched: an
 * operator who starts one in the background wants it to stay.
 */
export function onLauncherGone(
  environment: Readonly<Record<string, string | undefined>>,
  callback: () => void,
): void {
  const script = environment.npm_lifecycle_script
  if (script === undefined) return
  const links = linksToNpm(script)
  const timer = setInterval(() => {
    if (links.every(isThere)) return
    clearInterval(timer)
    callback()
  }, lookEveryMs)
  timer.unref()
}

/** The links from this process up to npm: every process between has the script in its command line. */
function linksToNpm(script: string): readonly Link[] {
  const links: Link[] = [{ child: process.pid, parent: process.ppid }]
  for (let { parent } = links[0] as Link; parent > 1 && commandOf(parent).includes(script); ) {
    const above = parentOf(parent)
    if (above === undefined) break
    links.push({ child: parent, parent: above })
    parent = above
  }
  return links
}

function isThere({ child, parent }: Link): boolean {
  if (child === process.pid) return process.ppid === parent
  // A process whose parent has ended gets another parent. Without /proc, it is enough to see that the parent
  // is alive.
  return process.platform === 'linux' ? parentOf(child) === parent : isAlive(parent)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Undefined if the process is gone, or if its parent is unknown. */
function parentOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return Number(ask(pid, 'ppid')) || undefined
  const stat = read(`/proc/${pid}/stat`)
  // The name in parentheses may hold anything; the parent is the second word after it.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) || undefined
}

function commandOf(pid: number): string {
  return process.platform === 'linux' ? read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') : ask(pid, 'args')
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function ask(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
