import { useEffect, useMemo, useRef } from 'react'

/** Keeps the screen on while something is shown to somebody else; where a browser cannot, nothing happens. */
export function useAwakeScreen(): { readonly keepOn: () => void; readonly letGo: () => void } {
  const lock = useRef<Promise<WakeLockSentinel | undefined>>(undefined)
  const screen = useMemo(
    () => ({
      keepOn() {
        lock.current ??=
          'wakeLock' in navigator
            ? navigator.wakeLock.request('screen').catch(() => undefined)
            : Promise.resolve(undefined)
      },
      letGo() {
        void lock.current?.then((held) => held?.release())
        lock.current = undefined
      },
    }),
    [],
  )
  useEffect(() => screen.letGo, [screen])
  return screen
}
