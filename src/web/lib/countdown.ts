import { useEffect, useState } from 'react'

/** A moment of this device's own steady clock, in milliseconds; says nothing about the time of day. */
export type SteadyMs = number

/** When something ends that the server said ends after this interval. The clock of the device does not matter. */
export function endOf(expiresInMs: number): SteadyMs {
  return performance.now() + expiresInMs
}

/** Whole seconds that are left until then, never below 0; counts down by itself. */
export function useSecondsLeft(end: SteadyMs): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const tick = () => setNow(performance.now())
    tick()
    const timer = setInterval(tick, 250)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((end - now) / 1000))
}

/** `1:59` */
export function clockText(seconds: number, number: (value: number) => string): string {
  const rest = seconds % 60
  return `${number(Math.floor(seconds / 60))}:${rest < 10 ? number(0) : ''}${number(rest)}`
}
