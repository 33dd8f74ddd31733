import { type SyntheticEvent, useState } from 'react'
import { passwordLength } from '../../../domain/people/staff.ts'
import { emailProblem } from '../../../domain/records/contact.ts'
import type { ApiRefusal, ApiReply } from '../../shared/api/client.ts'

/** What is entered in the fields of a form, by their ids. */
type Entered<Field extends string> = Readonly<Record<Field, string>>
/** What is wrong with fields, by their ids. */
type Wrong = Readonly<Partial<Record<string, string>>>

interface FormRules<Field extends string, T> {
  readonly empty: Entered<Field>
  /** What is wrong with each field; nothing for those that are right. */
  readonly check: (entered: Entered<Field>) => Wrong
  readonly send: (entered: Entered<Field>) => Promise<ApiReply<T>>
  readonly onDone: (value: T) => void
  /** The field that a refusal is about, and its sentence; undefined for all other refusals. */
  readonly placeRefusal?: (refusal: ApiRefusal) => Wrong | undefined
}

/** A form that is checked before it is sent; the first wrong field gets the focus. */
export function useAccountForm<Field extends string, T>(rules: FormRules<Field, T>) {
  const [entered, setEntered] = useState(rules.empty)
  const [wrong, setWrong] = useState<Wrong>({})
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const [isBusy, setIsBusy] = useState(false)
  const show = (found: Wrong) => {
    setWrong(found)
    const [first] = Object.keys(found)
    if (first !== undefined) document.getElementById(first)?.focus()
    return first !== undefined
  }
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    setRefusal(undefined)
    if (show(rules.check(entered))) return
    setIsBusy(true)
    const reply = await rules.send(entered)
    setIsBusy(false)
    if (reply.ok) return rules.onDone(reply.value)
    const placed = rules.placeRefusal?.(reply.refusal)
    if (placed) show(placed)
    else setRefusal(reply.refusal)
  }
  const fieldOf = (id: Field) => ({
    id,
    value: entered[id],
    error: wrong[id],
    onChange: (value: string) => setEntered({ ...entered, [id]: value }),
  })
  return { entered, fieldOf, refusal, isBusy, onSubmit: (event: SyntheticEvent) => void submit(event) }
}

export function isEmail(text: string): boolean {
  return emailProblem(text.trim()) === undefined
}

export function isNewPassword(text: string): boolean {
  const { length } = [...text]
  return length >= passwordLength.least && length <= passwordLength.most
}
