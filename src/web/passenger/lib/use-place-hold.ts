import { useEffect, useRef, useState } from 'react'
import { placeHold } from '../../shared/api/operations.ts'
import type { PlaceHoldBody } from '../../shared/api-types.ts'

/** Places holds, and tells when the device has to work for one. Leaving the page ends the work. */
export function usePlaceHold() {
  const [isWorking, setIsWorking] = useState(false)
  const page = useRef(new AbortController())
  useEffect(() => {
    const open = new AbortController()
    page.current = open
    return () => open.abort()
  }, [])
  const place = (body: PlaceHoldBody) =>
    placeHold(body, { signal: page.current.signal, onWorking: setIsWorking })
  return { place, isWorking }
}
