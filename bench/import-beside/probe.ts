import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

// Loaded into the server that is measured, with `--import`. Notes every 100 ms for how long its event loop
// was held up and for how long it collected garbage, in the file that `PROBE_FILE` names.

const sampleMs = 100
const file = process.env.PROBE_FILE

/** One line of the file; `at` is the end of the sample, in milliseconds since 1970. */
export interface Sample {
  readonly at: number
  readonly stallMs: number
  readonly gcMs: number
  readonly heapMb: number
}

if (file && isMainThread && process.argv.includes('serve')) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  let gcMs = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) gcMs = Math.max(gcMs, duration)
  }).observe({ entryTypes: ['gc'] })
  let lines: string[] = []
  setInterval(() => {
    const heapMb = Math.round(process.memoryUsage().rss / 2 ** 20)
    const sample: Sample = { at: Date.now(), stallMs: delay.max / 1e6, gcMs, heapMb }
    lines.push(JSON.stringify(sample))
    delay.reset()
    gcMs = 0
  }, sampleMs).unref()
  setInterval(() => {
    if (lines.length === 0) return
    appendFileSync(file, `${lines.join('\n')}\n`)
    lines = []
  }, 2_000).unref()
}
