interface FieldErrorProps {
  readonly id: string
  readonly text: string
}

/** What is wrong with one field, tied to it by `aria-describedby`. */
export function FieldError({ id, text }: FieldErrorProps) {
  return (
    <p id={id} className="field-error">
      {text}
    </p>
  )
}
