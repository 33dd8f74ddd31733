import { useQuery } from '@tanstack/react-query'
import type { SyntheticEvent } from 'react'
import { Link } from 'wouter'
import type { StaffList } from '../../shared/api-types.ts'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { read, useMe } from '../lib/session.tsx'
import { type AuditFilters, filtersOf } from './filters.ts'

interface FilterFormProps {
  readonly filters: AuditFilters
  readonly onFilters: (filters: AuditFilters) => void
}

/** What to show of the audit trail. */
export function FilterForm({ filters, onFilters }: FilterFormProps) {
  const t = useTexts()
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    onFilters(filtersOf(new FormData(event.currentTarget)))
  }
  return (
    <search>
      <form className="bar audit-filters" onSubmit={submit}>
        <TextFilter name="run" label={t.audit.run} value={filters.run} />
        <TextFilter name="booking" label={t.audit.booking} value={filters.booking} />
        <ActionFilter value={filters.action} />
        <StaffFilter value={filters.staff} />
        <button type="submit" className="button primary">
          {t.audit.show}
        </button>
        <Link href={paths.audit}>{t.audit.reset}</Link>
      </form>
    </search>
  )
}

interface FilterProps {
  readonly value: string
}

function TextFilter({ name, label, value }: FilterProps & { readonly name: string; readonly label: string }) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      <input type="text" name={name} autoComplete="off" size={10} maxLength={64} defaultValue={value} />
    </label>
  )
}

function ActionFilter({ value }: FilterProps) {
  const t = useTexts()
  const actions = Object.entries(t.acts.actions).toSorted(([, a], [, b]) => a.localeCompare(b))
  return (
    <label className="field">
      <span className="label">{t.audit.action}</span>
      <select name="action" defaultValue={value}>
        <option value="">{t.audit.anyAction}</option>
        {actions.map(([action, words]) => (
          <option key={action} value={action}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Chosen by name by those who may see the staff, entered as a number by all others. */
function StaffFilter({ value }: FilterProps) {
  const t = useTexts()
  const { rights } = useMe()
  const { data } = useQuery({
    queryKey: ['staff'],
    queryFn: () => read<StaffList>('/api/operator/staff'),
    enabled: rights.has('people.read'),
  })
  if (!rights.has('people.read')) return <TextFilter name="staff" label={t.audit.staffNumber} value={value} />
  return (
    <label className="field">
      <span className="label">{t.audit.staff}</span>
      {/* The choice of the address exists only once the staff are known. */}
      <select key={data ? 'known' : 'unknown'} name="staff" defaultValue={value}>
        <option value="">{t.audit.anyStaff}</option>
        {data?.staff.map((one) => (
          <option key={one.staff_id} value={one.staff_id}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  )
}
