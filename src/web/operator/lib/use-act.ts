import { useRef, useState } from 'react'
import type { ApiRefusal, ApiRequest } from '../../shared/api/client.ts'
import { isUndecided, newKey } from '../../shared/api/idempotency.ts'
import { ask } from './session.tsx'

/** What an act sends; without a method it is a POST. */
type ActRequest = Pick<ApiRequest, 'path' | 'body' | 'method' | 'runId'>

/**
 * Acts of somebody who is signed in, one at a time. While the outcome of an act is unknown, doing the same
 * again sends the same key, so that it takes effect once.
 */
export function useAct() {
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const open = useRef<{ readonly text: string; readonly key: string }>(undefined)
  /** The answer; undefined if it was refused. */
  const act = async <T>(request: ActRequest): Promise<T | undefined> => {
    const text = JSON.stringify(request)
    const key = open.current?.text === text ? open.current.key : newKey()
    open.current = { text, key }
    setIsBusy(true)
    const reply = await ask<T>({ method: 'POST', ...request, idempotencyKey: key })
    setIsBusy(false)
    if (reply.ok || !isUndecided(reply.refusal)) open.current = undefined
    setRefusal(reply.ok ? undefined : reply.refusal)
    return reply.ok ? reply.value : undefined
  }
  return { isBusy, refusal, act }
}
