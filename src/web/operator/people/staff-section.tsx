import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { ListedStaff, StaffList, StaffSessions } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { read, useMe } from '../lib/session.tsx'
import { WideTable } from '../parts/table.tsx'
import { pathOfStaff } from './staff-act.tsx'
import { AddStaffAct, StaffActs } from './staff-acts.tsx'

/** The staff, and what is done about the one that the address names. */
export function StaffSection() {
  const t = useTexts()
  const queries = useQueryClient()
  const [search] = useSearchParams()
  const [done, setDone] = useState('')
  const list = useQuery({ queryKey: ['staff'], queryFn: () => read<StaffList>('/api/operator/staff') })
  const settle = (words: string) => {
    setDone(words)
    for (const key of ['staff', 'staff sessions', 'me']) void queries.invalidateQueries({ queryKey: [key] })
  }
  const refusal = refusalOf(list.error)
  const chosen = list.data?.staff.find((one) => one.staff_id === search.get('staff'))
  return (
    <div className="booking-main">
      <h2>{t.people.staff}</h2>
      <p className="quiet">{t.people.staffLead}</p>
      <div role="status">{done !== '' && <p className="notice notice-good">{done}</p>}</div>
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void list.refetch()} />}
      {!list.data && !refusal && <Skeleton rows={4} />}
      {list.data && (
        <div className="booking-body">
          <StaffTable staff={list.data.staff} chosen={chosen} />
          <Chosen key={chosen?.staff_id} member={chosen} onDone={settle} />
        </div>
      )}
    </div>
  )
}

interface StaffTableProps {
  readonly staff: readonly ListedStaff[]
  readonly chosen: ListedStaff | undefined
}

function StaffTable({ staff, chosen }: StaffTableProps) {
  const t = useTexts()
  return (
    <WideTable
      caption={t.people.staff}
      heads={[t.people.name, t.people.email, t.people.roles, t.people.state]}
    >
      {staff.map((one) => (
        <tr key={one.staff_id}>
          <th scope="row">
            <Link
              href={`${paths.people}?${new URLSearchParams({ staff: one.staff_id })}`}
              {...(one === chosen ? { 'aria-current': 'true' as const } : {})}
            >
              {one.name}
            </Link>
          </th>
          <td>{one.email}</td>
          <td>{one.roles.map((role) => t.me.roles[role] ?? role).join(', ') || t.people.noRoles}</td>
          <td>{t.people.states[one.state]}</td>
        </tr>
      ))}
    </WideTable>
  )
}

interface ChosenProps {
  readonly member: ListedStaff | undefined
  readonly onDone: (words: string) => void
}

/** What is known of one member of staff, and what can be done. */
function Chosen({ member, onDone }: ChosenProps) {
  const t = useTexts()
  const { rights } = useMe()
  const canChange = rights.has('people.change')
  return (
    <section className="card acts" aria-label={member?.name ?? t.people.choose}>
      {member ? <Facts member={member} /> : <p className="quiet">{t.people.choose}</p>}
      {member && canChange && <StaffActs member={member} onDone={onDone} />}
      {!member && canChange && <AddStaffAct onDone={onDone} />}
    </section>
  )
}

function Facts({ member }: { readonly member: ListedStaff }) {
  const t = useTexts()
  const { f } = useI18n()
  const { data } = useQuery({
    queryKey: ['staff sessions', member.staff_id],
    queryFn: () => read<StaffSessions>(`${pathOfStaff(member.staff_id)}/sessions`),
  })
  const since = member.second_factor_since
  return (
    <>
      <h3>{member.name}</h3>
      <p className="quiet">
        {t.people.joined(f.moment(member.created_at))}
        <br />
        {t.people.factor}: {since === null ? t.people.noFactor : t.people.factorSince(f.moment(since))}
        <br />
        {data && t.people.sessions(f.number(data.sessions.length))}
      </p>
      <p>
        <Link className="button" href={paths.people}>
          {t.people.add}
        </Link>
      </p>
    </>
  )
}
