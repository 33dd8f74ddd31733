import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { cpuSecondsOfTree } from './served-process.ts'

/** Of both cores together, this share may go to others before a figure says so. */
export const quietShare = 0.05
const sampleMs = 2_000
const tick = 100

/** The processor time that this machine has spent, in seconds, by proc_stat(5); idle time is left out. */
function busySeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'latin1').split('\n')
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .split(/ +/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq + steal) / tick
}

function coreCount(): number {
  return readdirSync('/sys/devices/system/cpu').filter((name) => /^cpu\d+$/.test(name)).length
}

/** How much of the processors others than this program and its children use, from now on. */
export function watchOthers(): { share(): number } {
  const startedAt = performance.now()
  const busy = busySeconds()
  const own = cpuSecondsOfTree(process.pid)
  return {
    share() {
      const seconds = (performance.now() - startedAt) / 1000
      const others = busySeconds() - busy - (cpuSecondsOfTree(process.pid) - own)
      return Math.max(0, others / (seconds * coreCount()))
    },
  }
}

/** Waits until others use next to nothing; false if that did not happen in time, or cannot be seen. */
export async function waitUntilQuiet(mostMs: number, tell: (text: string) => void): Promise<boolean> {
  const endsAt = performance.now() + mostMs
  try {
    for (let told = false; ; told = true) {
      const others = watchOthers()
      await pause(sampleMs)
      const share = others.share()
      if (share <= quietShare) return true
      if (performance.now() >= endsAt) return false
      if (!told) tell(`others use ${Math.round(share * 100)} % of the processors; waiting until it is quiet`)
    }
  } catch {
    return false
  }
}
