import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { DeskAccounts } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { read } from '../lib/session.tsx'
import { Table } from '../parts/table.tsx'

/** Invoices that nobody has paid yet, and money that is to be paid out. */
export function OpenAccounts() {
  const t = useTexts()
  const { f } = useI18n()
  const { data } = useQuery({
    queryKey: ['desk accounts'],
    queryFn: () => read<DeskAccounts>('/api/operator/desk_accounts'),
    // Whoever comes back from a sale or a receipt has just changed it.
    staleTime: 0,
  })
  if (!data) return null
  return (
    <section className="card" aria-label={t.desk.open}>
      <h2>{t.desk.open}</h2>
      {data.accounts.length === 0 && <p className="quiet">{t.desk.nothingOpen}</p>}
      {data.accounts.length > 0 && (
        <Table
          caption={t.desk.open}
          heads={[t.desk.booking, t.desk.method, t.desk.soldAt, { number: t.desk.balance }]}
        >
          {data.accounts.map((one) => (
            <tr key={one.booking_id}>
              <th scope="row">
                <Link href={paths.receipt(one.booking_id)}>{one.booking_id}</Link>
              </th>
              <td>{t.desk.methods[one.method]}</td>
              <td>{f.moment(one.sold_at)}</td>
              <td className="number">{f.money(one.balance_cents, one.currency)}</td>
            </tr>
          ))}
        </Table>
      )}
      {data.has_more && <p>{t.desk.hasMore}</p>}
    </section>
  )
}
