import type { SalesReport } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="table-room" aria-label={t.reports.title} tabIndex={0}>
        <table className="table">
          <caption className="sr-only">{t.reports.title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.reports.dimensions[by]}</th>
              {names.map(([name]) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.lines.map((line) => (
              <FigureRow key={`${line[by]} ${line.currency}`} name={nameOf(line)} line={line} />
            ))}
          </tbody>
          <tfoot>
            {report.totals.map((line) => (
              <FigureRow key={line.currency} name={t.reports.total} line={line} />
            ))}
          </tfoot>
        </table>
      </section>
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
