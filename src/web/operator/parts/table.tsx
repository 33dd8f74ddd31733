import type { ReactNode } from 'react'

interface TableProps {
  /** What the table has, for those who do not see it. */
  readonly caption: string
  /** The columns; those of numbers stand at the end of their cells, and one without a name has buttons. */
  readonly heads: readonly (string | { readonly number: string } | null)[]
  readonly className?: string
  /** Rows of sums. */
  readonly foot?: ReactNode
  /** The rows. */
  readonly children: ReactNode
}

/** A table of the console. */
export function Table({ caption, heads, className, foot, children }: TableProps) {
  return (
    <table className={className === undefined ? 'table' : `table ${className}`}>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => {
            if (head === null) return <td key="buttons" />
            const name = typeof head === 'string' ? head : head.number
            return (
              <th key={name} scope="col" className={typeof head === 'string' ? undefined : 'number'}>
                {name}
              </th>
            )
          })}
        </tr>
      </thead>
      <tbody>{children}</tbody>
      {foot && <tfoot>{foot}</tfoot>}
    </table>
  )
}

/** A table that scrolls in its own room where the screen is too narrow for it. */
export function WideTable(props: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className="table-room" aria-label={props.caption} tabIndex={0}>
      <Table {...props} />
    </section>
  )
}
