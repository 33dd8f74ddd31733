import type { SalesReport } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { WideTable } from '../parts/table.tsx'
import { type Dimension, figureNames } from './figures.ts'
import { SalesBars } from './sales-bars.tsx'

type Figures = SalesReport['totals'][number]

interface SalesTableProps {
  readonly report: SalesReport
  readonly by: Dimension
}

/** The figures of a report, one line for each day, train or whatever it is grouped by. */
export function SalesTable({ report, by }: SalesTableProps) {
  const t = useTexts()
  const { f } = useI18n()
  const nameOf = (line: SalesReport['lines'][number]) => {
    const value = line[by] ?? ''
    return by === 'day' ? f.day(value) : by === 'channel' ? (t.reports.channels[value] ?? value) : value
  }
  const names = figureNames(t)
  return (
    <>
      <SalesBars lines={report.lines} />

      <WideTable
        caption={t.reports.title}
        heads={[t.reports.dimensions[by], ...names.map(([name]) => ({ number: name }))]}
        foot={report.totals.map((line) => (
          <FigureRow key={line.currency} name={t.reports.total} line={line} />
        ))}
      >
        {report.lines.map((line) => (
          <FigureRow key={`${line[by]} ${line.currency}`} name={nameOf(line)} line={line} />
        ))}
      </WideTable>
      <p className="quiet">{t.reports.zone(report.time_zone)}</p>
    </>
  )
}

function FigureRow({ name, line }: { readonly name: string; readonly line: Figures }) {
  const t = useTexts()
  const { f } = useI18n()
  return (
    <tr>
      <th scope="row">{name}</th>
      {figureNames(t).map(([label, member, isMoney]) => (
        <td key={label} className="number">
          {isMoney ? f.money(line[member], line.currency) : f.number(line[member])}
        </td>
      ))}
    </tr>
  )
}
