import { useEffect, useState } from 'react'

/** A moment on this device's steady clock, in milliseconds. It says nothing about the time of day. */
export type SteadyMs = number

/** The end of an interval that the server gave, whatever the device's clock says. */
export function endOf(expiresInMs: number): SteadyMs {
  return performance.now() + expiresInMs
}

/** Whole seconds left until then, never below 0. Counts down automatically. */
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
