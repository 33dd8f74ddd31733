// Preloaded into every thread of a server by `profile.bench.ts`. Samples what the thread runs from the moment
// that the file `begin` is in the folder until the file `end` is.
import { existsSync, readlinkSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { basename, join } from 'node:path'

const lookEveryMs = 50
/** A finer interval costs the server more than it shows. */
const samplingMicroseconds = 500

const folder = process.env.PROFILE_FOLDER
if (folder === undefined) throw new Error('PROFILE_FOLDER names the folder of the profiles')

function there(name: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!existsSync(join(folder ?? '', name))) return
      clearInterval(timer)
      resolve()
    }, lookEveryMs).unref()
  })
}

async function sample(): Promise<void> {
  await there('begin')
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: samplingMicroseconds })
  await session.post('Profiler.start')
  await there('end')
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  // The name of this thread among those of the process, as proc(5) has it.
  const thread = basename(readlinkSync('/proc/thread-self'))
  writeFileSync(join(folder ?? '', `${thread}.cpuprofile`), JSON.stringify(profile))
}

void sample()
