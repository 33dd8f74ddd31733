interface AccountSelectProps<Option extends string> {
  readonly id: string
  readonly label: string
  readonly value: Option
  readonly options: readonly Option[]
  readonly nameOf: (option: Option) => string
  readonly onChange: (option: Option) => void
}

/** A choice of a form of the account. */
export function AccountSelect<Option extends string>(props: AccountSelectProps<Option>) {
  const { id, label, value, options, nameOf, onChange } = props
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as Option)}>
        {options.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </div>
  )
}
