interface CheckListProps<T extends string> {
  readonly legend: string
  readonly options: readonly T[]
  readonly marked: readonly T[]
  readonly nameOf: (option: T) => string
  readonly onChange: (marked: readonly T[]) => void
}

/** Any of several, told in the order in which they are offered. */
export function CheckList<T extends string>(props: CheckListProps<T>) {
  const { legend, options, marked, nameOf, onChange } = props
  const mark = (option: T, isMarked: boolean) =>
    onChange(options.filter((one) => (one === option ? isMarked : marked.includes(one))))
  return (
    <fieldset className="seat-choice check-list">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option} className="check">
          <input
            type="checkbox"
            checked={marked.includes(option)}
            onChange={({ target }) => mark(option, target.checked)}
          />
          <span>{nameOf(option)}</span>
        </label>
      ))}
    </fieldset>
  )
}
